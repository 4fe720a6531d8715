#include "platform/gemm/steps.h"

#include <algorithm>

namespace stavp::gemm {

namespace {

std::uint64_t pieces_of(const Problem& problem, const Tiling& tiling) {
    return (std::uint64_t{problem.k} + tiling.k - 1) / tiling.k;
}

} // namespace

std::vector<Step> steps_of(const Problem& problem, const Tiling& tiling) {
    std::vector<Step> steps;
    const auto add_pieces = [&](std::uint64_t row, std::uint64_t channel) {
        for (std::uint64_t k = 0; k < problem.k; k += tiling.k)
            steps.push_back({row, std::min<std::uint64_t>(tiling.m, problem.m - row), channel,
                             std::min<std::uint64_t>(tiling.n, problem.n - channel), k,
                             std::min<std::uint64_t>(tiling.k, problem.k - k), k == 0, k + tiling.k >= problem.k});
    };
    if (tiling.rows_outermost) {
        for (std::uint64_t row = 0; row < problem.m; row += tiling.m)
            for (std::uint64_t channel = 0; channel < problem.n; channel += tiling.n)
                add_pieces(row, channel);
    } else {
        for (std::uint64_t channel = 0; channel < problem.n; channel += tiling.n)
            for (std::uint64_t row = 0; row < problem.m; row += tiling.m)
                add_pieces(row, channel);
    }
    return steps;
}

std::uint64_t x_tile_of(const Problem& problem, const Tiling& tiling, const Step& step) {
    return step.row / tiling.m * pieces_of(problem, tiling) + step.k / tiling.k;
}

std::uint64_t w_tile_of(const Problem& problem, const Tiling& tiling, const Step& step) {
    return step.channel / tiling.n * pieces_of(problem, tiling) + step.k / tiling.k;
}

} // namespace stavp::gemm
