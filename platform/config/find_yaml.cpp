#include "platform/config/find_yaml.h"

#include <fmt/format.h>
#include <set>
#include <system_error>

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

std::vector<std::string> yaml_names(const std::vector<std::filesystem::path>& folders) {
    std::set<std::string> names;
    for (const auto& folder : folders) {
        std::error_code ignored;
        for (const auto& entry : std::filesystem::directory_iterator(folder, ignored))
            if (entry.path().extension() == ".yaml") names.insert(entry.path().stem().string());
    }
    return {names.begin(), names.end()};
}

std::string nowhere(const std::string& name, const std::vector<std::filesystem::path>& folders,
                    const std::vector<std::string>& names) {
    std::set<std::filesystem::path> told;
    std::string text;
    for (const auto& folder : folders)
        if (told.insert(std::filesystem::weakly_canonical(folder)).second)
            text += (text.empty() ? "" : " or ") + folder.lexically_normal().string();
    text = fmt::format("no {}.yaml in {}", name, text);
    return names.empty() ? text : fmt::format("{}; there are {}", text, fmt::join(names, ", "));
}

} // namespace stavp::config
