#include "workloads/series/yaml_diff.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <yaml-cpp/yaml.h>

namespace stavp::workloads::series {

namespace {

constexpr std::size_t shown_differences = 4;

std::string flow(const YAML::Node& node) {
    YAML::Emitter out;
    out << YAML::Flow << node;
    std::string text = out.c_str();
    std::ranges::replace(text, '\n', ' ');
    return text;
}

void flatten(const YAML::Node& node, const std::string& key, std::map<std::string, std::string>& values) {
    if (!node.IsMap()) {
        values[key] = flow(node);
        return;
    }
    for (const auto& entry : node)
        flatten(entry.second, key.empty() ? entry.first.Scalar() : key + "." + entry.first.Scalar(), values);
}

std::map<std::string, std::string> flat(const std::string& text) {
    std::map<std::string, std::string> values;
    try {
        flatten(YAML::Load(text), "", values);
    } catch (const YAML::Exception& error) {
        values[fmt::format("line {}", error.mark.line + 1)] = "not valid YAML";
    }
    return values;
}

} // namespace

std::vector<Difference> yaml_differences(const std::string& first, const std::string& second,
                                         const std::set<std::string>& ignored) {
    const auto a = flat(first);
    const auto b = flat(second);
    const auto value = [](const auto& values, const std::string& key) {
        const auto found = values.find(key);
        return found == values.end() ? std::string("-") : found->second;
    };
    std::set<std::string> keys;
    for (const auto& [key, text] : a)
        keys.insert(key);
    for (const auto& [key, text] : b)
        keys.insert(key);
    std::vector<Difference> differences;
    for (const std::string& key : keys)
        if (!ignored.contains(key) && value(a, key) != value(b, key))
            differences.push_back({key, value(a, key), value(b, key)});
    return differences;
}

std::string describe(const std::vector<Difference>& differences) {
    std::string text;
    for (std::size_t i = 0; i < std::min(differences.size(), shown_differences); ++i)
        text += fmt::format("{}{} ({}, {})", i == 0 ? "" : ", ", differences[i].key, differences[i].first,
                            differences[i].second);
    if (differences.size() > shown_differences)
        text += fmt::format(" and {} more", differences.size() - shown_differences);
    return text;
}

} // namespace stavp::workloads::series
