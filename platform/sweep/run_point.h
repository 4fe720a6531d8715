#pragma once

#include "platform/run/simulate.h"
#include "platform/sweep/installation.h"
#include "platform/sweep/result_cache.h"
#include "platform/sweep/run_plan.h"
#include "platform/sweep/workload_shelf.h"

#include <functional>
#include <optional>

namespace stavp::sweep {

/// Runs a job on the simulated machine; once per process.
using Simulate = std::function<RunResult(const Job&, Console&)>;

/// What all points of a sweep share.
struct PointContext {
    SweepFolder folder;
    RunPlan plan; ///< without its points
    Installation installation;
    AreaTables area;
    std::optional<ResultCache> cache;
    Simulate simulate;
};

/// The row of a point of which nothing is known yet but its inputs.
Row blank_row(const PlannedPoint& planned);

/// Runs one point in this process, or takes it from the cache: fills its folder, its row.json last. A point that fails,
/// is refused or exceeds its simulated time is a row as well; throws if its folder cannot be written. A time limit in
/// host seconds is the caller's.
void run_point(const PlannedPoint& planned, const PointContext& context, WorkloadShelf& shelf);

/// In the folder of a point that ended early: its console gets its name, what else is unfinished goes.
void keep_console(const std::filesystem::path& folder);

} // namespace stavp::sweep
