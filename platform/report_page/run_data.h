#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace stavp {

/// summary.json, without the causes of waits of single engines in single layers, and the effective config.
nlohmann::ordered_json run_data(const std::filesystem::path& folder);

} // namespace stavp
