#pragma once

#include "platform/run/run_result.h"

#include <string>

namespace stavp {

inline constexpr int kSummarySchema = 1;

/// summary.json: only what equal runs have in common.
std::string summary_json(const RunResult& result);
/// host.json: what this host took for it.
std::string host_json(const RunResult& result, const HostCost& cost);
/// "2:4", "dense", or "" for a layer that is no product.
std::string pattern_of(const LayerReport& layer);

} // namespace stavp
