#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace stavp::workloads {

/// Row-major activations of one sequence.
struct Matrix {
    std::size_t rows = 0;
    std::size_t cols = 0;
    std::vector<float> values;

    Matrix() = default;
    Matrix(std::size_t row_count, std::size_t column_count)
        : rows(row_count), cols(column_count), values(row_count * column_count) {}
    std::span<float> row(std::size_t r) { return std::span(values).subspan(r * cols, cols); }
    std::span<const float> row(std::size_t r) const { return std::span(values).subspan(r * cols, cols); }
};

} // namespace stavp::workloads
