#pragma once

#include "workloads/format/image.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stavp::workloads::reference {

/// Integers of any element type, row-major. int16 holds every activation type (int8, uint8, int16).
struct Matrix {
    std::uint32_t rows = 0;
    std::uint32_t cols = 0;
    std::vector<std::int16_t> values;

    Matrix() = default;
    Matrix(std::uint32_t r, std::uint32_t c) : rows(r), cols(c), values(std::size_t{r} * c) {}
    std::span<std::int16_t> row(std::size_t r) { return {values.data() + r * cols, cols}; }
    std::span<const std::int16_t> row(std::size_t r) const { return {values.data() + r * cols, cols}; }
};

/// From and to the bytes of a dense tensor; `row_stride` in bytes. pack() is tight.
Matrix unpack(std::span<const std::uint8_t> bytes, std::uint32_t dtype, std::uint32_t rows, std::uint32_t cols,
              std::uint64_t row_stride);
std::vector<std::uint8_t> pack(const Matrix& matrix, std::uint32_t dtype);

/// Weights [out, in] of a dense or compressed tensor, decoded from its values and map or indices.
Matrix decode_weights(const Image& image, const nmw_tensor& tensor);

} // namespace stavp::workloads::reference
