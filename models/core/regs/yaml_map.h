#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <yaml-cpp/yaml.h>

namespace stavp::regs {

/// Throws std::runtime_error "file:line: reason", always one line.
[[noreturn]] void refuse(const std::filesystem::path& file, const YAML::Mark& mark, const std::string& reason);

/// The file's document; refuses what is no YAML.
YAML::Node load_yaml(const std::filesystem::path& file);

/// A YAML map of known keys and known types: everything else is refused at its line.
class YamlMap {
public:
    YamlMap(std::filesystem::path file, const YAML::Node& node, const std::set<std::string>& known_keys);

    bool has(const std::string& key) const;
    /// Without a fallback the key is required.
    std::string text(const std::string& key, const std::optional<std::string>& fallback = std::nullopt) const;
    std::uint64_t number(const std::string& key, const std::optional<std::uint64_t>& fallback = std::nullopt) const;
    /// Empty if the key is missing.
    YAML::Node list(const std::string& key) const;

    /// At the key's value where there is one, else at the map.
    [[noreturn]] void refuse_key(const std::string& key, const std::string& reason) const;
    const std::filesystem::path& file() const { return file_; }
    std::string where() const;

private:
    YAML::Node required(const std::string& key) const;

    std::filesystem::path file_;
    YAML::Node node_;
};

} // namespace stavp::regs
