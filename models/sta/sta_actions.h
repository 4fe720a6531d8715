#pragma once

#include "models/sta/fold.h"

namespace stavp {

/// What the array did beside its multiply-accumulates, for energy. Counted, without influence on time.
struct StaActions {
    std::uint64_t selector_levels = 0; ///< 2:1 multiplexers of 8 bits on the ways of operands to multipliers
    std::uint64_t requantised = 0;     ///< accumulators turned into output elements
};

/// 2:1 multiplexers between a group of M activations and a multiplier: log2(M); none when dense.
inline std::uint64_t selector_levels(const MatmulShape& shape) {
    return shape.sparse() ? shape.index_bits() : 0;
}

/// What all folds of a product together take through the ports. Operands pass once per fold
/// that uses them.
inline FoldTraffic port_traffic(const StaConfig& config, const MatmulShape& shape) {
    FoldTraffic sum{};
    for_each_fold(config, shape, [&](const Fold& fold, bool) {
        const auto traffic = traffic_of(fold, shape);
        sum.activations += traffic.activations;
        sum.weights += traffic.weights;
        sum.results += traffic.results;
        sum.groups += traffic.groups;
        sum.outputs += traffic.outputs;
    });
    return sum;
}

} // namespace stavp
