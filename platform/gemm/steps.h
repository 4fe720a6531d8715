#pragma once

#include "platform/gemm/problem.h"
#include "platform/gemm/tiling.h"

#include <cstdint>
#include <vector>

namespace stavp::gemm {

/// One command of the array: rows x channels results over a piece of the reduction.
struct Step {
    std::uint64_t row, rows, channel, channels, k, depth;
    bool first, last; ///< pieces of the reduction
};

/// All commands of a tiling, in their order.
std::vector<Step> steps_of(const Problem& problem, const Tiling& tiling);

/// The number of a step's tile of X, and of W.
std::uint64_t x_tile_of(const Problem& problem, const Tiling& tiling, const Step& step);
std::uint64_t w_tile_of(const Problem& problem, const Tiling& tiling, const Step& step);

} // namespace stavp::gemm
