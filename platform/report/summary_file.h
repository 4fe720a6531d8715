#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace stavp {

/// The summary.json of a run's folder. Throws InputError if it cannot be read or is none.
nlohmann::ordered_json read_summary(const std::filesystem::path& folder);

} // namespace stavp
