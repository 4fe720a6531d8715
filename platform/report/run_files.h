#pragma once

#include "platform/report/summary.h"
#include "platform/run/run_folder.h"
#include "platform/run/run_result.h"

#include <chrono>
#include <string>

namespace stavp {

/// What this process spent since `start`, and its peak memory.
HostCost cost_since(std::chrono::steady_clock::time_point start);

/// Writes every file of a run but console.log and commits the folder. `config` is the effective configuration, `files`
/// where the run was started from.
void write_run(RunFolder& folder, const std::string& config, const RunResult& result, const HostCost& cost,
               const RunFiles& files = {});

} // namespace stavp
