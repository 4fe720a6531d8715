#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stavp::workloads::series {

/// Names of what a folder of a series holds besides the models.
inline constexpr const char* recipe_name = "recipe.yaml";
inline constexpr const char* rows_name = "results.jsonl";
inline constexpr const char* summary_name = "results.json";
inline constexpr const char* sensitivity_name = "sensitivity.json";
inline constexpr const char* host_name = "host.json";

/// The folders that hold candidates.
const std::vector<std::string>& candidate_folders();

/// Removes the results of an earlier series, and nothing else, from `folder`.
void remove_series(const std::filesystem::path& folder);

} // namespace stavp::workloads::series
