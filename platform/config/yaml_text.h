#pragma once

#include <filesystem>
#include <string>

namespace YAML {
class Node;
}

namespace stavp::config {

/// Throws ConfigError if the file cannot be read.
std::string read_text_file(const std::filesystem::path& file);

/// Throws ConfigError, naming `name` and the line, for what is not YAML.
YAML::Node parse_yaml(const std::string& text, const std::string& name);

/// "NAME:LINE"; line 1 for a node without a place, as of an empty file.
std::string place_of(const YAML::Node& node, const std::string& name);

/// "a list", "a map", "nothing", or the scalar itself in quotes.
std::string describe(const YAML::Node& node);

} // namespace stavp::config
