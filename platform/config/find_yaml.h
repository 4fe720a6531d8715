#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stavp::config {

/// NAME.yaml in the first of `folders` that has it. `name` without slashes, else nothing is found.
std::optional<std::filesystem::path> find_yaml(const std::string& name,
                                               const std::vector<std::filesystem::path>& folders);
/// The names that find_yaml() would find, in order.
std::vector<std::string> yaml_names(const std::vector<std::filesystem::path>& folders);
/// "no ddr9.yaml in a or b; there are x, y", with each folder once, for messages. `names` are offered.
std::string nowhere(const std::string& name, const std::vector<std::filesystem::path>& folders,
                    const std::vector<std::string>& names);

} // namespace stavp::config
