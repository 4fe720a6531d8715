#pragma once

#include <cstddef>

namespace stavp::workloads {

/// A matrix by strides, so that a transposed one is another view of the same values.
struct Strided {
    const float* first;
    std::size_t row_stride;
    std::size_t column_stride;
};

/// Lanes of a tile: matrices whose width is a multiple of it have no scalar rest.
constexpr std::size_t tile_width = 16;

namespace small_product_detail {

typedef float Lanes __attribute__((vector_size(tile_width * sizeof(float)), aligned(sizeof(float)), may_alias));

/// Rows x 16 results, which stay in registers.
template <std::size_t Rows> [[gnu::always_inline]] inline void
tile(const Strided& a, const float* b, std::size_t b_stride, std::size_t inner, float* c, std::size_t c_stride) {
    Lanes sums[Rows] = {};
    for (std::size_t k = 0; k < inner; ++k) {
        const Lanes row = *reinterpret_cast<const Lanes*>(b + k * b_stride);
        for (std::size_t r = 0; r < Rows; ++r)
            sums[r] += a.first[r * a.row_stride + k * a.column_stride] * row;
    }
    for (std::size_t r = 0; r < Rows; ++r)
        *reinterpret_cast<Lanes*>(c + r * c_stride) = sums[r];
}

[[gnu::always_inline]] inline void rest(const Strided& a, const float* b, std::size_t b_stride, std::size_t inner,
                                        float* c, std::size_t columns) {
    for (std::size_t column = 0; column < columns; ++column) {
        float sum = 0;
        for (std::size_t k = 0; k < inner; ++k)
            sum += a.first[k * a.column_stride] * b[k * b_stride + column];
        c[column] = sum;
    }
}

} // namespace small_product_detail

/// c [rows, columns] = a [rows, inner] b [inner, columns], for matrices so small that a BLAS call would cost more than
/// the product. To be inlined into a function with vector clones.
[[gnu::always_inline]] inline void small_product(Strided a, std::size_t rows, std::size_t inner, const float* b,
                                                 std::size_t b_stride, float* c, std::size_t c_stride,
                                                 std::size_t columns) {
    using namespace small_product_detail;
    std::size_t row = 0;
    for (; row + 4 <= rows; row += 4, a.first += 4 * a.row_stride, c += 4 * c_stride) {
        std::size_t column = 0;
        for (; column + tile_width <= columns; column += tile_width)
            tile<4>(a, b + column, b_stride, inner, c + column, c_stride);
        for (std::size_t r = 0; r < 4 && column < columns; ++r)
            rest({a.first + r * a.row_stride, 0, a.column_stride}, b + column, b_stride, inner,
                 c + r * c_stride + column, columns - column);
    }
    for (; row < rows; ++row, a.first += a.row_stride, c += c_stride) {
        std::size_t column = 0;
        for (; column + tile_width <= columns; column += tile_width)
            tile<1>(a, b + column, b_stride, inner, c + column, c_stride);
        rest(a, b + column, b_stride, inner, c + column, columns - column);
    }
}

} // namespace stavp::workloads
