#pragma once

#include "workloads/float/matrix.h"

namespace stavp::workloads {

/// x [rows, in] times weight [out, in] transposed, plus bias [out] or nothing.
Matrix gemm(const Matrix& x, std::span<const float> weight, std::span<const float> bias, std::size_t out);
/// Scaled dot-product attention over packed QKV [tokens, 3 d].
Matrix attention(const Matrix& qkv, std::size_t heads, double score_scale, bool causal);
Matrix layernorm(const Matrix& x, std::span<const float> gamma, std::span<const float> beta, double epsilon);
Matrix add(const Matrix& a, const Matrix& b);
Matrix meanpool(const Matrix& x);
/// x with row t of `table` (rows of x.cols) added to row t.
Matrix add_positions(const Matrix& x, std::span<const float> table);
/// Applies `function` to every element.
Matrix map(const Matrix& x, double (*function)(double));

double relu(double x);
/// x * Phi(x) with the error function, not the tanh approximation.
double gelu(double x);
double silu(double x);

} // namespace stavp::workloads
