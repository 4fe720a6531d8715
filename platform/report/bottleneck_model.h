#pragma once

#include "platform/config/platform_config.h"
#include "platform/report/roofline_model.h"
#include "platform/run/run_result.h"

#include <string>
#include <vector>

namespace stavp {

/// The bottleneck of a layer whose roofline is known, on the platform that ran it. The rule, its constants and how far
/// it is off: docs/bottlenecks.md.
Bottleneck bottleneck_of(const LayerReport& layer, const config::PlatformConfig& config);

/// Fills in the bottleneck of each layer.
void add_bottlenecks(RunResult& result, const config::PlatformConfig& config);

/// One line per layer.
std::string bottleneck_lines(const RunResult& result);

/// The changes that the bottlenecks of a run name, each once, in the order of the layers.
std::vector<KeyChange> distinct_changes(const RunResult& result);

} // namespace stavp
