#pragma once

#include "platform/run/run_result.h"

#include <string>

namespace stavp {

/// The report on stdout: one line per layer, totals, the outcome of the check. `accelerator_mhz` turns cycles to time.
std::string run_report(const RunResult& result, const HostCost& cost, double accelerator_mhz);

/// The largest causes of lost cycles, "weights 12.5 %, dependency 3.1 %"; at most `count` and none below 0.1 %.
std::string top_stalls(const ActivityCycles& activities, std::size_t count);

} // namespace stavp
