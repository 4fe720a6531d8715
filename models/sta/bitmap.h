#pragma once

#include "models/sta/matmul_shape.h"

#include <bit>
#include <cstdint>

namespace stavp {

/// The `pattern_m` map bits of one group, position 0 in bit 0.
inline std::uint32_t group_map(const std::uint8_t* map_row, std::uint64_t group, std::uint32_t pattern_m) {
    if (pattern_m < 8) return (map_row[group * pattern_m / 8] >> (group * pattern_m % 8)) & ((1u << pattern_m) - 1);
    std::uint32_t bits = 0;
    for (std::uint32_t byte = 0; byte < pattern_m / 8; ++byte)
        bits |= std::uint32_t{map_row[group * (pattern_m / 8) + byte]} << (8 * byte);
    return bits;
}

/// Weights that one group keeps: its map without the positions at or beyond `k`, and no more than N of them, because
/// the array has N selectors per group.
inline std::uint32_t kept_positions(std::uint32_t map, std::uint64_t group, const MatmulShape& shape) {
    const auto first = group * shape.pattern_m;
    if (shape.k - first < shape.pattern_m) map &= (1u << (shape.k - first)) - 1;
    while (static_cast<std::uint32_t>(std::popcount(map)) > shape.pattern_n)
        map &= ~std::bit_floor(map);
    return map;
}

} // namespace stavp
