#pragma once

#include "models/sta/matmul_shape.h"
#include "models/sta/sta_config.h"

#include <algorithm>
#include <cstdint>

namespace stavp {

constexpr std::uint64_t ceil_div(std::uint64_t value, std::uint64_t by) {
    return (value + by - 1) / by;
}

/// Positions of an M-group that the selectors see in one beat.
inline std::uint64_t selector_window(const StaConfig& config, const MatmulShape& shape) {
    return config.selector_width == 0 ? shape.pattern_m : std::min(config.selector_width, shape.pattern_m);
}

/// One pass of the array: the part of a product that it works on at a time.
struct Fold {
    std::uint64_t row0 = 0, rows = 0;     ///< of y
    std::uint64_t col0 = 0, cols = 0;     ///< of y
    std::uint64_t slice0 = 0, slices = 0; ///< of the reduction: elements of k when dense, M-groups when sparse
    bool completes_sums = true;           ///< its outputs are final
};

/// Bytes that a fold moves through each port.
struct FoldTraffic {
    std::uint64_t activations, weights, results;
    std::uint64_t groups;  ///< whose positions are decoded, of all columns
    std::uint64_t outputs; ///< results that leave the array
};

inline FoldTraffic traffic_of(const Fold& fold, const MatmulShape& shape) {
    const auto slice_width = shape.sparse() ? shape.pattern_m : 1;
    const auto depth = std::min(fold.slices * slice_width, shape.k - fold.slice0 * slice_width);
    const auto values = shape.sparse() ? fold.slices * shape.pattern_n : depth;
    const auto weights = values * shape.w_bytes + (shape.sparse() ? shape.map_bytes(fold.slices) : 0);
    const auto outputs = fold.completes_sums ? fold.rows * fold.cols : 0;
    return {fold.rows * depth * shape.x_bytes, fold.cols * weights,
            outputs * (shape.result_bytes + (shape.partial_sum_in ? 4u : 0u) + shape.residual_bytes),
            shape.sparse() ? fold.cols * fold.slices : 0, outputs};
}

/// Calls visit(fold, is_last) for every fold of a product, in the order of execution.
template <typename Visit> void for_each_fold(const StaConfig& config, const MatmulShape& shape, Visit visit) {
    const bool weight_stationary = config.dataflow == Dataflow::weight_stationary;
    const std::uint64_t all_slices = shape.sparse() ? shape.groups() : shape.k;
    const std::uint64_t row_step = weight_stationary ? shape.m : config.rows;
    const std::uint64_t slice_step =
        weight_stationary ? std::uint64_t{config.rows} * (shape.sparse() ? 1 : config.lanes) : all_slices;
    Fold fold;
    for (fold.row0 = 0; fold.row0 < shape.m; fold.row0 += row_step) {
        fold.rows = std::min(row_step, shape.m - fold.row0);
        for (fold.col0 = 0; fold.col0 < shape.n; fold.col0 += config.cols) {
            fold.cols = std::min<std::uint64_t>(config.cols, shape.n - fold.col0);
            for (fold.slice0 = 0; fold.slice0 < all_slices; fold.slice0 += slice_step) {
                fold.slices = std::min(slice_step, all_slices - fold.slice0);
                fold.completes_sums = fold.slice0 + fold.slices == all_slices;
                visit(fold,
                      fold.completes_sums && fold.row0 + fold.rows == shape.m && fold.col0 + fold.cols == shape.n);
            }
        }
    }
}

} // namespace stavp
