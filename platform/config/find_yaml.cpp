#include "platform/config/find_yaml.h"

namespace stavp::config {

std::optional<std::filesystem::path> find_yaml(const std::string& name,
                                               const std::vector<std::filesystem::path>& folders) {
    if (name.empty() || name.find('/') != std::string::npos) return std::nullopt;
    for (const auto& folder : folders) {
        auto file = (folder / (name + ".yaml")).lexically_normal();
        if (std::filesystem::exists(file)) return file;
    }
    return std::nullopt;
}

std::string list_folders(const std::vector<std::filesystem::path>& folders) {
    std::string text;
    for (const auto& folder : folders)
        text += (text.empty() ? "" : " or ") + folder.lexically_normal().string();
    return text;
}

} // namespace stavp::config
