#include "platform/config/effective_file.h"
#include "platform/config/reader.h"

#include <fstream>
#include <yaml-cpp/yaml.h>

namespace stavp::config {

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason) {
    throw ConfigError(file.string() + ": " + reason);
}

void append(KeyTexts& keys, const YAML::Node& map, const std::string& prefix, const std::filesystem::path& file) {
    for (const auto& entry : map) {
        const auto key = prefix + entry.first.Scalar();
        if (entry.second.IsMap()) {
            append(keys, entry.second, key + ".", file);
        } else if (entry.second.IsScalar()) {
            keys.emplace_back(key, entry.second.Scalar());
        } else {
            refuse(file, key + ": is no single value; is this the configuration of a run?");
        }
    }
}

} // namespace

KeyTexts read_effective_file(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) refuse(file, "cannot be read; is this the folder of a run?");
    YAML::Node root;
    try {
        root = YAML::Load(in);
    } catch (const YAML::Exception& error) {
        refuse(file, "not valid YAML: " + error.msg);
    }
    if (!root.IsMap()) refuse(file, "is not the configuration of a run");
    KeyTexts keys;
    append(keys, root, "", file);
    return keys;
}

} // namespace stavp::config
