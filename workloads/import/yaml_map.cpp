#include "workloads/import/yaml_map.h"

#include "workloads/format/image.h"

#include <cmath>
#include <fmt/format.h>
#include <fstream>

namespace stavp::workloads {

namespace {

YAML::Node load(const std::string& file) {
    const std::vector<std::uint8_t> bytes = read_file(file);
    try {
        return YAML::Load(std::string(bytes.begin(), bytes.end()));
    } catch (const YAML::Exception& error) {
        throw FormatError(fmt::format("{}:{}: not valid YAML: {}", file, error.mark.line + 1, error.msg));
    }
}

} // namespace

YamlMap::YamlMap(const std::string& file) : YamlMap(file, load(file), "") {}

YamlMap::YamlMap(std::string file, const YAML::Node& node, std::string path)
    : file_(std::move(file)), node_(node), path_(std::move(path)) {
    if (!node_.IsMap()) fail_at(node_.Mark().line, "expected a map of keys");
}

void YamlMap::fail_at(int line, const std::string& reason) const {
    throw FormatError(fmt::format("{}:{}: {}", file_, std::max(line, 0) + 1, reason));
}

YAML::Node YamlMap::find(const std::string& key) {
    known_.insert(key);
    const YAML::Node& map = node_; // does not add the key
    return map[key];
}

YAML::Node YamlMap::require(const std::string& key) {
    YAML::Node value = find(key);
    if (!value) fail_at(node_.Mark().line, fmt::format("key '{}' is missing", full(key)));
    return value;
}

void YamlMap::fail(const std::string& key, const std::string& reason) {
    fail_at(line(key) - 1, fmt::format("{}: {}", full(key), reason));
}

int YamlMap::line(const std::string& key) {
    const YAML::Node value = find(key);
    return (value ? value : node_).Mark().line + 1;
}

YamlMap YamlMap::map(const std::string& key) {
    const YAML::Node value = require(key);
    if (!value.IsMap()) fail(key, "expected a map of keys");
    return {file_, value, full(key) + "."};
}

std::string YamlMap::text(const std::string& key) {
    const YAML::Node value = require(key);
    if (!value.IsScalar() || value.Scalar().empty()) fail(key, "expected a text");
    return value.Scalar();
}

std::optional<std::string> YamlMap::optional_text(const std::string& key) {
    return has(key) ? std::optional(text(key)) : std::nullopt;
}

std::uint32_t YamlMap::count(const std::string& key, std::uint32_t most) {
    const std::string value = text(key);
    std::uint32_t number = 0;
    if (!YAML::convert<std::uint32_t>::decode(require(key), number) || number < 1 || number > most ||
        value.find_first_not_of("0123456789") != std::string::npos)
        fail(key, fmt::format("must be 1 to {}, got '{}'", most, value));
    return number;
}

double YamlMap::positive(const std::string& key) {
    double number = 0;
    if (!YAML::convert<double>::decode(require(key), number) || !(number > 0) || !std::isfinite(number))
        fail(key, fmt::format("must be a positive number, got '{}'", text(key)));
    return number;
}

bool YamlMap::flag(const std::string& key, bool absent) {
    if (!has(key)) return absent;
    bool value = false;
    if (!YAML::convert<bool>::decode(require(key), value))
        fail(key, fmt::format("must be true or false, got '{}'", text(key)));
    return value;
}

void YamlMap::finish() const {
    std::set<std::string> seen;
    for (const auto& entry : node_) {
        if (!entry.first.IsScalar()) fail_at(entry.first.Mark().line, "a key is no text");
        const std::string key = entry.first.Scalar();
        if (!known_.contains(key)) fail_at(entry.first.Mark().line, fmt::format("unknown key '{}'", full(key)));
        if (!seen.insert(key).second)
            fail_at(entry.first.Mark().line, fmt::format("key '{}' appears twice", full(key)));
    }
}

} // namespace stavp::workloads
