#pragma once

#include "models/core/fixed_point.h"

#include <cstdint>
#include <span>

namespace stavp {

// The row operations of docs/arithmetic.md, section vector, on widened elements. `type` is the output type.

/// y = sat((a * mult0 + b * mult1 + half) >> shift)
void add_row(std::span<const std::int32_t> a, std::span<const std::int32_t> b, std::int32_t mult0, std::int32_t mult1,
             std::uint32_t shift, unsigned type, std::span<std::int32_t> y);

/// y = sat(rq(a))
void requantise_row(std::span<const std::int32_t> a, Factor factor, unsigned type, std::span<std::int32_t> y);

struct LayerNormParams {
    std::span<const std::int32_t> gamma; ///< int16 values
    std::span<const std::int32_t> beta;
    std::uint32_t eps_q;
    Factor out;
};

/// At most 8192 elements of at most 16 bits.
void layernorm_row(std::span<const std::int32_t> x, const LayerNormParams& params, unsigned type,
                   std::span<std::int32_t> y);

} // namespace stavp
