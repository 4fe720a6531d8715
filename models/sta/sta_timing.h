#pragma once

#include "models/sta/matmul_shape.h"
#include "models/sta/sta_config.h"

#include <cstdint>

namespace stavp {

/// Cycles of one product by what they were spent on; their sum is its duration.
struct StaCycles {
    std::uint64_t busy = 0;
    std::uint64_t fill_drain = 0;
    std::uint64_t operand_port = 0;
    std::uint64_t result_port = 0;

    std::uint64_t total() const { return busy + fill_drain + operand_port + result_port; }
};

/// The timing rule of the array in closed form. A product is cut into folds; a fold streams S beats.
///
/// p = 1, with 8-bit multipliers the product of the operands' bytes: partial products of one multiplication.
/// s = p dense, M/v * ceil(min(N, v)/lanes) * p sparse, v = selector_width, at most M: beats that one M-group takes.
/// l = 1 dense, ceil(N/lanes) sparse: beats in which a PE's weights enter. skew = rows + cols - 2.
/// Output-stationary: a fold is rows x cols outputs. ceil(m/rows) * ceil(n/cols) folds;
///   S = ceil(k/lanes) * s dense, ceil(k/M) * s sparse.
/// Weight-stationary: a fold is rows x cols PEs full of weights, `lanes` of one output channel each when dense, the N
///   kept ones of a group when sparse. ceil(k/(rows*lanes)) or ceil(ceil(k/M)/rows) times ceil(n/cols) folds, the
///   K ranges of one column block in succession; S = m * s; weights are loaded in P = rows * l beats before it.
///   Partial sums of K ranges are kept in accumulators below the array.
///
/// Ports, bytes of a fold / width, rounded up: A activations (rows used * k; weight-stationary m * K range),
/// W weights (columns used * (values + map or indices) of the K range) or, where that is more, the groups of these
/// columns / decoder_groups_per_cycle, R results (elements * (result bytes + 4 if a partial sum is read)) or, where
/// that is more, elements / drain_ports; in weight-stationary order R only for a column block's last fold. Results
/// leave during the next fold: R' is the R of the fold before.
///
/// Output-stationary fold:              overlap  max(S, A, W, R')          without  max(max(S, A, W) + skew, R')
/// Weight-stationary fold, L = max(P, W): overlap  max(S, A, R', L of next fold)
///                                        without  max(L + max(S, A) + skew, R')
/// Added once: the last fold's R; with overlap also skew, and weight-stationary the first fold's L.
///
/// busy = the beats S. What the skew, P, A and W, R' add beyond the item before is fill_drain, fill_drain,
/// operand_port, result_port, in this order.
StaCycles sta_cycles(const StaConfig& config, const MatmulShape& shape);

/// The same with ports, decoder and drain unlimited, at once for a product of any size: all folds are alike. For k
/// above kStaMaxK, which no command has, the rule goes on unchanged.
StaCycles ideal_sta_cycles(const StaConfig& config, const MatmulShape& shape);

} // namespace stavp
