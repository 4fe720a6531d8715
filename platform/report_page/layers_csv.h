#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace stavp {

/// A line per layer of a summary.json: RFC 4180 with LF, '.' decimals, the shortest numbers that read back as the
/// same, empty fields where there is nothing. docs/reports.md has the columns.
std::string layers_csv(const nlohmann::ordered_json& summary);

} // namespace stavp
