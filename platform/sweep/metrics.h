#pragma once

#include "platform/config/area_tables.h"
#include "platform/config/platform_config.h"
#include "platform/sweep/row.h"

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::sweep {

/// The figures of a row, in the order of the CSV. docs/sweeps.md has their definitions.
inline constexpr std::array<std::string_view, 16> kMetricNames = {
    "cycles",     "latency_ms",   "instructions", "macs",    "macs_dense", "array_busy", "array_utilisation",
    "dram_bytes", "dram_gb_s",    "energy_mj",    "power_w", "area_mm2",   "dsps",       "luts",
    "accuracy",   "ideal_speedup"};

/// The tables that `stavp area` uses by default.
struct AreaTables {
    AsicAreaTable asic;
    FpgaAreaTable fpga;
};

/// All figures of a run that is ok: `summary` is its summary.json. `accuracy` in percent, where it is known.
std::vector<Metric> metrics_of(const nlohmann::ordered_json& summary, const config::PlatformConfig& config,
                               const AreaTables& tables, std::optional<double> accuracy);
/// The same columns without values.
std::vector<Metric> no_metrics();

/// The N:M of a run's pruned products: "dense" if none is pruned, "mixed" if they differ.
std::string pattern_of_run(const nlohmann::ordered_json& summary);

} // namespace stavp::sweep
