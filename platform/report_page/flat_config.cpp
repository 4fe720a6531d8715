#include "platform/report_page/flat_config.h"
#include "platform/run/input_error.h"

#include <yaml-cpp/yaml.h>

namespace stavp {

namespace {

std::string in_one_line(const YAML::Node& node) {
    if (!node.IsSequence()) return node.IsScalar() ? node.Scalar() : "";
    std::string text;
    for (const auto& entry : node)
        text += (text.empty() ? "" : ", ") + in_one_line(entry);
    return "[" + text + "]";
}

void flatten(const YAML::Node& node, const std::string& prefix, FlatConfig& flat) {
    if (!node.IsMap()) {
        flat[prefix] = in_one_line(node);
        return;
    }
    for (const auto& entry : node)
        flatten(entry.second, prefix.empty() ? entry.first.Scalar() : prefix + "." + entry.first.Scalar(), flat);
}

} // namespace

FlatConfig flatten_yaml(const std::string& yaml, const std::string& name) {
    try {
        FlatConfig flat;
        const auto root = YAML::Load(yaml);
        if (root.IsMap()) flatten(root, "", flat);
        return flat;
    } catch (const YAML::Exception& error) {
        throw InputError(name + ": " + error.what());
    }
}

} // namespace stavp
