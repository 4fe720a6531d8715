#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace stavp {

/// There is a results.csv or, of a sweep that has not ended, a results.jsonl.
bool has_results(const std::filesystem::path& folder);

/// The rows as they are written, what is an axis and what derived, and each point's effective config.
nlohmann::ordered_json sweep_data(const std::filesystem::path& folder);

} // namespace stavp
