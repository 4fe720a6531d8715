#include "workloads/reference/matrix.h"
#include "workloads/format/layout.h"

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

void decode_bitmap_row(const nmw_tensor& tensor, std::span<const std::uint8_t> values,
                       std::span<const std::uint8_t> map, std::span<std::int16_t> row) {
    for (std::size_t first = 0, group = 0; first < row.size(); first += tensor.pattern_m, ++group) {
        std::size_t slot = group * tensor.pattern_n;
        for (std::size_t k = first; k < first + tensor.pattern_m && k < row.size(); ++k)
            if (map[k / 8] >> (k % 8) & 1) row[k] = static_cast<std::int8_t>(values[slot++]);
    }
}

/// Reads numbers of a few bits from a stream in which the lowest bits come first.
class BitReader {
public:
    explicit BitReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    std::uint32_t next(std::uint32_t bits) {
        for (; held_ < bits; held_ += 8)
            window_ |= std::uint32_t{bytes_[read_++]} << held_;
        const std::uint32_t value = window_ & ((1u << bits) - 1);
        window_ >>= bits;
        held_ -= bits;
        return value;
    }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t read_ = 0;
    std::uint32_t window_ = 0;
    std::uint32_t held_ = 0; ///< bits in the window
};

void decode_index_row(const nmw_tensor& tensor, std::span<const std::uint8_t> values,
                      std::span<const std::uint8_t> indices, std::span<std::int16_t> row) {
    BitReader stream(indices);
    for (std::size_t slot = 0; slot < values.size(); ++slot) {
        const std::size_t column =
            slot / tensor.pattern_n * tensor.pattern_m + stream.next(index_bits(tensor.pattern_m));
        if (column < row.size()) row[column] = static_cast<std::int8_t>(values[slot]);
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
    const auto decode_row = tensor.encoding == NMW_INDEX ? decode_index_row : decode_bitmap_row;
    Matrix matrix(tensor.rows, tensor.cols);
    for (std::uint32_t r = 0; r < tensor.rows; ++r)
        decode_row(tensor, values.subspan(r * tensor.row_stride, tensor.row_stride),
                   map.subspan(r * tensor.map_stride, tensor.map_stride), matrix.row(r));
    return matrix;
}

} // namespace stavp::workloads::reference
