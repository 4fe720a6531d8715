#pragma once

#include "models/sta/matmul_shape.h"

#include <cstdint>

namespace stavp {

/// Expands rows [first_row, first_row + rows) of sparse weights to rows of `k` floats without gaps.
/// Returns the number of
/// kept weights: map bits that count, or indices that count and have a weight other than 0.
std::uint64_t expand_weights(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t first_row,
                             std::uint64_t rows, float* dense);

} // namespace stavp
