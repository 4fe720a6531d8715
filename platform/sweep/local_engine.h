#pragma once

#include "platform/sweep/engine.h"
#include "platform/sweep/run_point.h"

namespace stavp::sweep {

/// Runs points in processes of this host, `jobs` at a time, each forked from this one with its workload already read
/// and checked. A point that has not ended after plan.timeout_seconds is killed and gives a row `timed_out`; one whose
/// process dies gives a row `failed`, but one that somebody else kills with SIGKILL is tried a second time first.
class LocalEngine : public Engine {
public:
    /// `context` outlives the engine.
    LocalEngine(const PointContext& context, unsigned jobs);

    /// Throws Interrupted on SIGINT, SIGTERM and SIGHUP. This process must have one thread only.
    void run(const std::vector<PlannedPoint>& points, const RowSink& sink) override;

private:
    const PointContext& context_;
    unsigned jobs_;
    WorkloadShelf shelf_;
};

} // namespace stavp::sweep
