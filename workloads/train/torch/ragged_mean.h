#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace stavp::workloads {

/// Sequences lie one after another: sequence s has the rows offsets[s] .. offsets[s + 1] - 1 of a row-major matrix.
using Offsets = std::span<const std::int64_t>;

/// means [sequences, columns] of x [rows, columns]; sums in double.
void ragged_mean(const float* x, Offsets offsets, std::size_t columns, float* means);
/// x_gradient [rows, columns] from means_gradient [sequences, columns].
void ragged_mean_backward(const float* means_gradient, Offsets offsets, std::size_t columns, float* x_gradient);

} // namespace stavp::workloads
