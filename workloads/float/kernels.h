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

/// x [rows, in] times weight [out, in] transposed, plus bias [out] or nothing.
Matrix gemm(const Matrix& x, std::span<const float> weight, std::span<const float> bias, std::size_t out);
/// Scaled dot-product attention over packed QKV [tokens, 3 d].
Matrix attention(const Matrix& qkv, std::size_t heads, double score_scale, bool causal);
Matrix layernorm(const Matrix& x, std::span<const float> gamma, std::span<const float> beta, double epsilon);
Matrix add(const Matrix& a, const Matrix& b);
Matrix meanpool(const Matrix& x);
/// Applies `function` to every element.
Matrix map(const Matrix& x, double (*function)(double));

double relu(double x);
/// x * Phi(x) with the error function, not the tanh approximation.
double gelu(double x);
double silu(double x);

} // namespace stavp::workloads
