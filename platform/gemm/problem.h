#pragma once

#include "models/core/abi/stavp_descriptor.h"
#include "models/sta/matmul_shape.h"

#include <cstdint>

namespace stavp::gemm {

/// One product Y[m x n] = X[m x k] W[k x n] for the array; the weights lie [n, k], as everywhere.
struct Problem {
    std::uint32_t m = 1;
    std::uint32_t k = 1;
    std::uint32_t n = 1;
    std::uint32_t pattern_n = 0; ///< 0 = dense
    std::uint32_t pattern_m = 0;
    Positions positions = Positions::bitmap;
    stavp_dtype format = STAVP_I8; ///< of X and W: I8 or I16
    stavp_dtype output = STAVP_I8; ///< I8 and I16: requantised; I32: raw sums
    std::uint32_t seed = 1;

    bool sparse() const { return pattern_n != 0; }
    std::uint64_t element_bytes() const { return format == STAVP_I16 ? 2 : 1; }
    std::uint64_t output_bytes() const { return output == STAVP_I32 ? 4 : output == STAVP_I16 ? 2 : 1; }

    MatmulShape shape() const {
        MatmulShape shape;
        shape.m = m;
        shape.n = n;
        shape.k = k;
        shape.pattern_n = pattern_n;
        shape.pattern_m = pattern_m;
        shape.positions = positions;
        shape.result_bytes = static_cast<unsigned>(output_bytes());
        shape.x_bytes = shape.w_bytes = static_cast<unsigned>(element_bytes());
        return shape;
    }

    Problem dense() const {
        auto same = *this;
        same.pattern_n = same.pattern_m = 0;
        same.positions = Positions::bitmap;
        return same;
    }

    /// Weights that each output channel keeps when every group is full.
    std::uint64_t kept_per_channel() const {
        if (!sparse()) return k;
        const std::uint32_t tail = k % pattern_m;
        return std::uint64_t{k / pattern_m} * pattern_n + (tail < pattern_n ? tail : pattern_n);
    }
    std::uint64_t macs() const { return std::uint64_t{m} * n * kept_per_channel(); }
    std::uint64_t macs_dense() const { return std::uint64_t{m} * n * k; }
};

} // namespace stavp::gemm
