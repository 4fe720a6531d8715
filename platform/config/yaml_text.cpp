#include "platform/config/yaml_text.h"
#include "platform/config/reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <yaml-cpp/yaml.h>

namespace stavp::config {

std::string read_text_file(const std::filesystem::path& file) {
    std::error_code ignored;
    errno = 0;
    std::ifstream in(file);
    if (!in || std::filesystem::is_directory(file, ignored))
        throw ConfigError(fmt::format("{}: cannot be read: {}", file.string(),
                                      errno != 0 ? std::strerror(errno) : "it is a directory"));
    std::ostringstream content;
    content << in.rdbuf();
    return content.str();
}

YAML::Node parse_yaml(const std::string& text, const std::string& name) {
    try {
        return YAML::Load(text);
    } catch (const YAML::Exception& error) {
        throw ConfigError(fmt::format("{}:{}: not valid YAML: {}", name, error.mark.line + 1, error.msg));
    }
}

std::string place_of(const YAML::Node& node, const std::string& name) {
    return fmt::format("{}:{}", name, std::max(node.Mark().line, 0) + 1);
}

std::string describe(const YAML::Node& node) {
    if (node.IsSequence()) return "a list";
    if (node.IsMap()) return "a map";
    return node.IsScalar() ? "'" + node.Scalar() + "'" : "nothing";
}

} // namespace stavp::config
