#include "workloads/reference/matrix.h"

#include <cstring>

namespace stavp::workloads::reference {
namespace {

template <class T> void unpack_row(std::span<const std::uint8_t> bytes, std::span<std::int16_t> row) {
    for (std::size_t c = 0; c < row.size(); ++c) {
        T value;
        std::memcpy(&value, bytes.data() + c * sizeof value, sizeof value);
        row[c] = static_cast<std::int16_t>(value);
    }
}

void decode_compressed_row(const nmw_tensor& tensor, std::span<const std::uint8_t> values,
                           std::span<const std::uint8_t> map, std::span<std::int16_t> row) {
    for (std::size_t first = 0, group = 0; first < row.size(); first += tensor.pattern_m, ++group) {
        std::size_t slot = group * tensor.pattern_n;
        for (std::size_t k = first; k < first + tensor.pattern_m && k < row.size(); ++k)
            if (map[k / 8] >> (k % 8) & 1) row[k] = static_cast<std::int8_t>(values[slot++]);
    }
}

} // namespace

Matrix unpack(std::span<const std::uint8_t> bytes, std::uint32_t dtype, std::uint32_t rows, std::uint32_t cols,
              std::uint64_t row_stride) {
    Matrix matrix(rows, cols);
    for (std::uint32_t r = 0; r < rows; ++r) {
        const auto row = bytes.subspan(r * row_stride);
        if (dtype == NMW_I16)
            unpack_row<std::int16_t>(row, matrix.row(r));
        else if (dtype == NMW_U8)
            unpack_row<std::uint8_t>(row, matrix.row(r));
        else
            unpack_row<std::int8_t>(row, matrix.row(r));
    }
    return matrix;
}

std::vector<std::uint8_t> pack(const Matrix& matrix, std::uint32_t dtype) {
    if (dtype == NMW_I16) {
        std::vector<std::uint8_t> bytes(matrix.values.size() * 2);
        std::memcpy(bytes.data(), matrix.values.data(), bytes.size());
        return bytes;
    }
    std::vector<std::uint8_t> bytes(matrix.values.size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(matrix.values[i]);
    return bytes;
}

Matrix decode_weights(const Image& image, const nmw_tensor& tensor) {
    const auto values = image.values(tensor);
    if (tensor.encoding == NMW_DENSE) return unpack(values, tensor.dtype, tensor.rows, tensor.cols, tensor.row_stride);
    const auto map = image.map(tensor);
    Matrix matrix(tensor.rows, tensor.cols);
    for (std::uint32_t r = 0; r < tensor.rows; ++r)
        decode_compressed_row(tensor, values.subspan(r * tensor.row_stride, tensor.row_stride),
                              map.subspan(r * tensor.map_stride, tensor.map_stride), matrix.row(r));
    return matrix;
}

} // namespace stavp::workloads::reference
