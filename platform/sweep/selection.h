#pragma once

#include "platform/sweep/space.h"

#include <cstdint>
#include <vector>

namespace stavp::sweep {

/// The choices that a sweep may run, in the order of its points.
struct Selection {
    std::vector<Choice> choices;
    std::uint64_t combinations = 0;
    std::vector<std::uint64_t> left_out; ///< by each constraint
    std::uint64_t doubles = 0;
};

/// grid, zip and pareto: what fulfils the constraints; random: `samples` of it. Throws ConfigError where nothing, or
/// not enough, is left.
Selection select(const Sweep& sweep, const Space& space);

} // namespace stavp::sweep
