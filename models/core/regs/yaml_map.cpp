#include "models/core/regs/yaml_map.h"

#include <algorithm>
#include <stdexcept>

namespace stavp::regs {

namespace {

std::string position(const std::filesystem::path& file, const YAML::Mark& mark) {
    return file.string() + ":" + std::to_string(std::max(mark.line, 0) + 1);
}

} // namespace

void refuse(const std::filesystem::path& file, const YAML::Mark& mark, const std::string& reason) {
    auto line = position(file, mark) + ": " + reason;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    throw std::runtime_error(line);
}

YAML::Node load_yaml(const std::filesystem::path& file) {
    try {
        return YAML::LoadFile(file.string());
    } catch (const YAML::BadFile&) {
        refuse(file, YAML::Mark(), "cannot open the file");
    } catch (const YAML::Exception& error) {
        refuse(file, error.mark, error.msg);
    }
}

YamlMap::YamlMap(std::filesystem::path file, const YAML::Node& node, const std::set<std::string>& known_keys)
    : file_(std::move(file)), node_(node) {
    if (!node.IsMap()) refuse(file_, node.Mark(), "expected a map");
    std::set<std::string> seen;
    for (const auto& entry : node) {
        if (!entry.first.IsScalar()) refuse(file_, entry.first.Mark(), "expected a key");
        const auto& key = entry.first.Scalar();
        if (known_keys.count(key) == 0) refuse(file_, entry.first.Mark(), "unknown key '" + key + "'");
        if (!seen.insert(key).second) refuse(file_, entry.first.Mark(), "key '" + key + "' comes twice");
    }
}

bool YamlMap::has(const std::string& key) const {
    return static_cast<bool>(node_[key]);
}

YAML::Node YamlMap::required(const std::string& key) const {
    const auto value = node_[key];
    if (!value) refuse(file_, node_.Mark(), "key '" + key + "' is missing");
    return value;
}

std::string YamlMap::text(const std::string& key, const std::optional<std::string>& fallback) const {
    if (fallback && !has(key)) return *fallback;
    const auto value = required(key);
    if (!value.IsScalar()) refuse_key(key, "expected text");
    return value.Scalar();
}

std::uint64_t YamlMap::number(const std::string& key, const std::optional<std::uint64_t>& fallback) const {
    if (fallback && !has(key)) return *fallback;
    const auto value = required(key);
    std::uint64_t result = 0;
    if (!value.IsScalar()) refuse_key(key, "expected a number");
    if (!YAML::convert<std::uint64_t>::decode(value, result))
        refuse_key(key, "'" + value.Scalar() + "' is not a number of 64 bits");
    return result;
}

YAML::Node YamlMap::list(const std::string& key) const {
    if (!has(key)) return YAML::Node(YAML::NodeType::Sequence);
    const auto value = node_[key];
    if (!value.IsSequence()) refuse_key(key, "expected a list");
    return value;
}

void YamlMap::refuse_key(const std::string& key, const std::string& reason) const {
    refuse(file_, has(key) ? node_[key].Mark() : node_.Mark(), key + ": " + reason);
}

std::string YamlMap::where() const {
    return position(file_, node_.Mark());
}

} // namespace stavp::regs
