#pragma once

#include <bit>
#include <cstdint>

namespace stavp {

/// How the positions of kept weights are stored (workload-format.md).
enum class Positions { bitmap, index };

/// y[m, n] = x[m, k] * w[n, k]^T, w dense or N:M sparse along k.
struct MatmulShape {
    std::uint32_t m = 1;
    std::uint32_t n = 1;
    std::uint32_t k = 1;
    std::uint32_t pattern_n = 0; ///< kept weights per group; 0 = dense
    std::uint32_t pattern_m = 0; ///< group size: 2, 4, 8, 16 or 32
    Positions positions = Positions::bitmap;
    unsigned result_bytes = 1;   ///< of one element of y
    bool partial_sum_in = false; ///< an int32 per element of y is read as well
    unsigned x_bytes = 1;        ///< of one element of x: 1 or 2 (int16)
    unsigned w_bytes = 1;        ///< of one weight
    unsigned residual_bytes = 0; ///< of one element of a matrix that is added to y; 0 = none

    bool sparse() const { return pattern_n != 0; }
    std::uint64_t groups() const { return (std::uint64_t{k} + pattern_m - 1) / pattern_m; }
    /// Bits of one index into a group: ceil(log2 M).
    unsigned index_bits() const { return static_cast<unsigned>(std::bit_width(pattern_m - 1)); }
    /// Bytes of the map or indices of so many groups.
    std::uint64_t map_bytes(std::uint64_t of_groups) const {
        return (of_groups * (positions == Positions::index ? pattern_n * index_bits() : pattern_m) + 7) / 8;
    }
    std::uint64_t x_row_bytes() const { return std::uint64_t{k} * x_bytes; }
    /// Bytes of one row of w: values, and of its map or indices (0 when dense).
    std::uint64_t value_row_bytes() const { return (sparse() ? groups() * pattern_n : k) * w_bytes; }
    std::uint64_t map_row_bytes() const { return sparse() ? map_bytes(groups()) : 0; }
};

/// Element `at` of a row of int8 or int16 numbers.
inline std::int16_t signed_element(const std::uint8_t* row, std::uint64_t at, unsigned bytes) {
    if (bytes == 1) return static_cast<std::int8_t>(row[at]);
    return static_cast<std::int16_t>(row[2 * at] | row[2 * at + 1] << 8);
}

/// Where the operands lie; row strides in bytes. `map`, which may hold indices, and its stride only when sparse.
struct MatmulOperands {
    const std::uint8_t* x = nullptr;
    std::uint64_t x_stride = 0;
    bool x_unsigned = false; ///< uint8; int16 has no unsigned form
    const std::uint8_t* w = nullptr;
    std::uint64_t w_stride = 0;
    const std::uint8_t* map = nullptr;
    std::uint64_t map_stride = 0;
};

} // namespace stavp
