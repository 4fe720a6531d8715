#include "platform/config/dump.h"
#include "platform/config/scalar.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::config {

namespace {

constexpr std::size_t kCommentColumn = 44;

std::vector<std::string> parts_of(const std::string& key) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (auto dot = key.find('.'); dot != std::string::npos; dot = key.find('.', begin)) {
        parts.push_back(key.substr(begin, dot - begin));
        begin = dot + 1;
    }
    parts.push_back(key.substr(begin));
    return parts;
}

std::string comment_of(const Field& field) {
    std::string notes;
    if (!field.unit.empty() && field.kind != Kind::size) notes += field.unit;
    const auto range = field.kind == Kind::boolean ? "" : describe_range(field);
    if (!range.empty()) notes += (notes.empty() ? "" : ", ") + range;
    return notes.empty() ? field.doc : fmt::format("{} [{}]", field.doc, notes);
}

/// Text that YAML would read as a number, a boolean, null or markup needs quotes.
std::string quoted_where_needed(const Field& field, const std::string& value) {
    if (field.kind != Kind::text) return value;
    const bool plain = !value.empty() &&
                       std::all_of(value.begin(), value.end(),
                                   [](unsigned char c) {
                                       return std::isalnum(c) != 0 || c == '_' || c == ' ' || c == '/' || c == '.';
                                   }) &&
                       std::isalpha(static_cast<unsigned char>(value.front())) != 0 && value.back() != ' ';
    if (plain) return value;
    std::string text = "'";
    for (const char c : value)
        text += c == '\'' ? std::string("''") : std::string(1, c);
    return text + "'";
}

} // namespace

std::string dump(const Schema& schema) {
    std::string out;
    std::vector<std::string> open;
    for (const auto& field : schema) {
        const auto parts = parts_of(field.key);
        std::size_t depth = 0;
        while (depth < open.size() && depth + 1 < parts.size() && open[depth] == parts[depth])
            ++depth;
        open.resize(depth);
        for (; depth + 1 < parts.size(); ++depth) {
            out += fmt::format("{:{}}{}:\n", "", depth * 2, parts[depth]);
            open.push_back(parts[depth]);
        }
        const auto line = fmt::format("{:{}}{}: {}", "", depth * 2, parts.back(),
                                      quoted_where_needed(field, format(field, field.get())));
        out += fmt::format("{:<{}}# {}\n", line, std::max(kCommentColumn, line.size() + 1), comment_of(field));
    }
    return out;
}

} // namespace stavp::config
