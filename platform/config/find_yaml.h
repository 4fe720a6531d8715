#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stavp::config {

/// NAME.yaml in the first of `folders` that has it. `name` without slashes, else nothing is found.
std::optional<std::filesystem::path> find_yaml(const std::string& name,
                                               const std::vector<std::filesystem::path>& folders);
/// "a or b", for messages.
std::string list_folders(const std::vector<std::filesystem::path>& folders);

} // namespace stavp::config
