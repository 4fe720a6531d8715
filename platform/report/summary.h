#pragma once

#include "platform/run/run_result.h"

#include <filesystem>
#include <string>

namespace stavp {

inline constexpr int kSummarySchema = 1;

/// summary.json: only what equal runs have in common.
std::string summary_json(const RunResult& result);
/// Where a run's files were on this host, absolute; "" = the one that comes with stavp, or none.
struct RunFiles {
    std::filesystem::path workload;
    std::filesystem::path firmware;
};
/// host.json: what this host took for it, and from where.
std::string host_json(const RunResult& result, const HostCost& cost, const RunFiles& files = {});
/// "2:4", "dense", or "" for a layer that is no product.
std::string pattern_of(const LayerReport& layer);

} // namespace stavp
