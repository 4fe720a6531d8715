#pragma once

#include "models/sta/fold.h"

#include <bit>
#include <cstdint>

namespace stavp {

/// What the array did beside its multiply-accumulates, for energy. Counted, without influence on time.
struct StaActions {
    std::uint64_t byte_products = 0;   ///< products of 8 by 8 bits: one per multiply-accumulate, 2 or 4 with int16
    std::uint64_t selector_levels = 0; ///< 2:1 multiplexers of 8 bits on the ways of operands to multipliers
    std::uint64_t requantised = 0;     ///< accumulators and residual sums turned into output elements
};

/// 2:1 multiplexers between the positions that a selector sees and a multiplier: the logarithm; none when dense.
inline std::uint64_t selector_levels(const StaConfig& config, const MatmulShape& shape) {
    if (!shape.sparse()) return 0;
    return static_cast<std::uint64_t>(std::bit_width(selector_window(config, shape) - 1)) * shape.x_bytes;
}

struct OperandTraffic {
    std::uint64_t activations = 0;
    std::uint64_t weights = 0;
};

/// Bytes that all folds of a product together take through the activation and the weight port. Operands pass once per
/// fold that uses them.
inline OperandTraffic operand_traffic(const StaConfig& config, const MatmulShape& shape) {
    OperandTraffic sum;
    for_each_fold(config, shape, [&](const Fold& fold, bool) {
        const auto traffic = traffic_of(fold, shape);
        sum.activations += traffic.activations;
        sum.weights += traffic.weights;
    });
    return sum;
}

} // namespace stavp
