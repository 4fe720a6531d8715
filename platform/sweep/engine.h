#pragma once

#include "platform/sweep/row.h"
#include "platform/sweep/run_plan.h"

#include <functional>
#include <vector>

namespace stavp::sweep {

/// Takes each row as its point ends, in any order, each point once.
using RowSink = std::function<void(const Row&)>;

/// Thrown by an engine that was told to stop by a signal, once nothing of it runs any more. Rows of points that had
/// ended have been handed over.
struct Interrupted {
    int signal = 0;
};

/// Where the points of a sweep run. Every engine runs them by run_point(), and every point ends with its row.json.
class Engine {
public:
    virtual ~Engine() = default;
    /// Runs `points` of a prepared sweep: plan.json names them and their workloads are packed. Returns when each has
    /// given its row. A point that fails is a row as well; only what stops the whole sweep is thrown.
    virtual void run(const std::vector<PlannedPoint>& points, const RowSink& sink) = 0;
};

} // namespace stavp::sweep
