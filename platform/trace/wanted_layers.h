#pragma once

#include "platform/config/trace_config.h"
#include "workloads/format/image.h"

#include <vector>

namespace stavp::trace {

/// Which layers of the workload trace.layers names. Throws InputError where one of its patterns fits none; `workload`
/// may be nullptr.
std::vector<bool> wanted_layers(const workloads::Image* workload, const config::TraceConfig& config);

} // namespace stavp::trace
