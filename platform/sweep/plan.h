#pragma once

#include "platform/sweep/point.h"
#include "platform/sweep/sweep.h"

#include <cstdint>
#include <vector>

namespace stavp::sweep {

/// What a sweep comes to, before anything runs.
struct Plan {
    std::uint64_t combinations = 0;      ///< that were looked at: of all values, of rows (zip), of draws (random)
    std::vector<std::uint64_t> left_out; ///< by each constraint: the first one that is not fulfilled counts
    std::uint64_t doubles = 0;           ///< random: draws that came before
    std::uint64_t at_most = 0;           ///< points in all
    std::vector<Point> first;            ///< the first batch; all points except in mode pareto
};

/// Throws config::ConfigError, as make_points() does.
Plan plan(const Sweep& sweep);

} // namespace stavp::sweep
