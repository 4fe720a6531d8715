#pragma once

#include "platform/sweep/row.h"
#include "platform/sweep/workload_spec.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace stavp::sweep {

struct Sweep;

/// One simulation of a sweep.
struct Point {
    std::string id; ///< "p0001"..., numbered in the order of expansion, as wide as the sweep needs, four digits or more
    std::vector<std::pair<std::string, std::string>> columns; ///< axes, then derived, as in the file; values as in CSV
    std::vector<std::string> overrides;                       ///< "sta.rows=16": fixed keys, axes, derived, in order
    WorkloadSpec workload;
};

/// Points in batches. A later batch may depend on the rows of earlier ones (mode pareto), but on nothing else: not on
/// the order in which they ended.
class PointSource {
public:
    virtual ~PointSource() = default;
    /// The next batch, empty when the sweep has ended. `finished`: the rows of all points handed out so far, in the
    /// order of points; none in the first call.
    virtual std::vector<Point> next(const std::vector<Row>& finished) = 0;
};

/// Expands a sweep. Everything that can be refused has been refused when this returns: every point that may come has
/// been loaded and checked. Throws config::ConfigError.
std::unique_ptr<PointSource> make_points(const Sweep& sweep);

} // namespace stavp::sweep
