#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <yaml-cpp/yaml.h>

namespace stavp::workloads {

/// A map of a YAML file that is read key by key; what is left over is an error. Throws FormatError (FILE:LINE: reason).
class YamlMap {
public:
    /// The whole file.
    explicit YamlMap(const std::string& file);

    bool has(const std::string& key) { return static_cast<bool>(find(key)); }
    /// Line of a key's value, or of the map if it is not there.
    int line(const std::string& key);
    bool is_map(const std::string& key) { return has(key) && find(key).IsMap(); }
    YamlMap map(const std::string& key);

    std::string text(const std::string& key);
    std::optional<std::string> optional_text(const std::string& key);
    /// 1 to `most`.
    std::uint32_t count(const std::string& key, std::uint32_t most);
    double positive(const std::string& key);
    bool flag(const std::string& key, bool absent);

    /// Refuses keys that nobody asked for and keys given twice.
    void finish() const;
    [[noreturn]] void fail(const std::string& key, const std::string& reason);

private:
    YamlMap(std::string file, const YAML::Node& node, std::string path);
    [[noreturn]] void fail_at(int line, const std::string& reason) const;
    /// Notes that the key is known.
    YAML::Node find(const std::string& key);
    YAML::Node require(const std::string& key);
    std::string full(const std::string& key) const { return path_ + key; }

    std::string file_;
    YAML::Node node_;
    std::string path_; ///< "layer." before the keys of layer
    std::set<std::string> known_;
};

} // namespace stavp::workloads
