#pragma once

#include "workloads/reference/matrix.h"

#include <cstdint>
#include <span>

/// The operations of the vector unit (docs/arithmetic.md); multipliers, shifts and eps_q are read from the layer.
namespace stavp::workloads::reference {

Matrix layernorm(const Matrix& x, std::span<const std::int16_t> gamma, std::span<const std::int32_t> beta,
                 const nmw_layer& layer, std::uint32_t out_dtype);
Matrix add(const Matrix& a, const Matrix& b, const nmw_layer& layer, std::uint32_t out_dtype);
Matrix requant(const Matrix& a, const nmw_layer& layer, std::uint32_t out_dtype);
Matrix lut(const Matrix& a, std::span<const std::uint8_t> table);
Matrix meanpool(const Matrix& a, std::span<const nmw_sequence> sequences, std::uint32_t seq, std::uint32_t out_dtype);

} // namespace stavp::workloads::reference
