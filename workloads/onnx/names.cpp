#include "workloads/onnx/names.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace stavp::workloads::onnx_import {

namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words{""};
    for (const char c : text) {
        if (c == '.' || c == '/') {
            if (!words.back().empty()) words.emplace_back();
        } else {
            words.back() += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' ? c : '_';
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::string dotted(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += '.';
        out += word;
    }
    return out;
}

/// "MatMul" and "MatMul_12" say nothing about a node whose type is MatMul.
bool is_type(std::string_view word, std::string_view op_type) {
    if (!word.starts_with(op_type)) return false;
    const auto rest = word.substr(op_type.size());
    return rest.empty() || (rest.front() == '_' && is_digits(rest.substr(1)));
}

} // namespace

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 80;
    std::string out = "'";
    for (const char c : text.substr(0, longest))
        out += c >= ' ' && c <= '~' ? c : '?';
    out += text.size() > longest ? "...'" : "'";
    return out;
}

std::string module_of_node(std::string_view node_name, std::string_view op_type) {
    auto words = words_of(node_name);
    if (!words.empty() && is_type(words.back(), op_type)) words.pop_back();
    return dotted(words);
}

std::string module_of_tensor(std::string_view tensor_name) {
    if (tensor_name.starts_with("onnx::") || is_digits(tensor_name)) return "";
    auto words = words_of(tensor_name);
    if (!words.empty() && (words.back() == "weight" || words.back() == "bias")) words.pop_back();
    return dotted(words);
}

std::string NameGiver::name(std::string_view label) {
    auto words = words_of(label);
    if (words.empty()) words.emplace_back("layer");
    for (std::size_t i = 0; i + 1 < words.size() && dotted(words).size() > max_name; ++i)
        if (!is_digits(words[i])) words[i].resize(1);
    std::string base = dotted(words);
    if (base.size() > max_name) base = base.substr(base.size() - max_name);
    std::string unique = base;
    for (int copy = 2; !given_.insert(unique).second; ++copy) {
        std::string suffix = std::to_string(copy);
        suffix.insert(0, 1, '_');
        unique = base.substr(0, max_name - suffix.size()) + suffix;
    }
    return unique;
}

} // namespace stavp::workloads::onnx_import
