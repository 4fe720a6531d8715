#pragma once

#include "platform/sweep/engine.h"
#include "platform/sweep/pack_workloads.h"
#include "platform/sweep/point.h"

#include <cstddef>
#include <filesystem>

namespace stavp::sweep {

/// How a sweep ended.
struct SweepOutcome {
    std::size_t points = 0;
    std::size_t ok = 0;
    std::size_t failed = 0;
    std::size_t timed_out = 0;
    std::size_t refused = 0;
    std::size_t found = 0; ///< of all points, those that an earlier process had finished
    double wall_seconds = 0;

    bool all_ok() const { return ok == points; }
};

/// Takes OUT for a new sweep, or with `resume` goes on with the one that it holds: throws InputError if OUT is not
/// empty, or if what `plan` says of the inputs differs from what the earlier process noted. Returns the points that
/// were noted before. OUT is locked already.
std::vector<PlannedPoint> open_sweep(const SweepFolder& folder, const std::filesystem::path& sweep_file,
                                     const RunPlan& plan, bool resume);

/// Runs all batches of `source` that have no row yet, and writes OUT's results: results.jsonl grows as points end, and
/// is rewritten in the order of points beside results.csv when all have ended. `noted` is from open_sweep(). Throws
/// Interrupted, with results.jsonl holding what had ended.
SweepOutcome run_sweep(const SweepFolder& folder, RunPlan plan, const std::vector<PlannedPoint>& noted,
                       PointSource& source, WorkloadPacker& packer, Engine& engine);

} // namespace stavp::sweep
