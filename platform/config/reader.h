#pragma once

#include "platform/config/field.h"
#include "platform/config/scalar.h"

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

namespace YAML {
class Node;
}

namespace stavp::config {

/// Bad input; what() is one line: "file:line: key: reason" or "--set a.b=v: a.b: reason".
class ConfigError : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// Fills the struct behind a schema from YAML files and command-line overrides, refusing everything that the schema
/// does not know, and remembers where each key was set.
class Reader {
public:
    explicit Reader(Schema schema) : schema_(std::move(schema)) {}

    void read_file(const std::filesystem::path& file);
    /// `name` stands for the file in messages.
    void read_text(const std::string& yaml, const std::string& name);
    /// "sta.rows=16", as given to --set.
    void read_override(const std::string& assignment);
    /// Refuses the file if a required key was not given.
    void require_all() const;

    /// For checks that involve several keys.
    [[noreturn]] void refuse(const std::string& key, const std::string& reason) const;
    const Schema& schema() const { return schema_; }

private:
    void read_map(const YAML::Node& map, const std::string& prefix);
    void read_entry(const YAML::Node& key_node, const YAML::Node& value, const std::string& key);
    void assign(const std::string& key, const Scalar& scalar, const std::string& place);
    const Field* find(const std::string& key) const;
    bool is_section(const std::string& key) const;
    std::string suggestion(const std::string& key) const;
    std::string place(const YAML::Node& node) const;

    Schema schema_;
    std::string file_;
    std::map<std::string, std::string> place_of_key_;
};

} // namespace stavp::config
