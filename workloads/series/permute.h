#pragma once

#include "workloads/series/pairs.h"

namespace stavp::workloads::series {

struct Permutation {
    std::vector<std::size_t> order;
    /// Sum of the magnitudes that N:M keeps, as the channels stood and in the new order.
    double kept_before = 0;
    double kept_after = 0;
};

/// Searches an order of the columns of `weight` [rows, columns] in which N:M keeps more magnitude: seeded random swaps
/// of two channels of different groups within a block, kept if they gain; never worse than the given order. A bounded
/// form of the search that ASP documents (Pool and Yu, 2021).
Permutation search_order(std::span<const float> weight, std::size_t columns, Pattern pattern, std::size_t block,
                         std::uint64_t seed);

struct PermutedLayer {
    std::string layer;
    double kept_before = 0;
    double kept_after = 0;
};

/// Reorders the input channels of every layer of `patterns` that has a producer to absorb it; the model's function
/// stays the same.
std::vector<PermutedLayer> permute_channels(Model& model, const std::map<std::string, Pattern>& patterns,
                                            std::uint64_t seed);

} // namespace stavp::workloads::series
