#include "workloads/float/kernels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stavp::workloads {

namespace {

/// Sixteen partial sums, so that the loop vectorises with a fixed summation order.
float dot(const float* a, const float* b, std::size_t count) {
    constexpr std::size_t lanes = 16;
    std::array<float, lanes> sums{};
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes)
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    double total = 0;
    for (const float sum : sums)
        total += sum;
    for (; i < count; ++i)
        total += static_cast<double>(a[i]) * b[i];
    return static_cast<float>(total);
}

void softmax(std::span<float> scores) {
    const float highest = *std::max_element(scores.begin(), scores.end());
    double sum = 0;
    for (float& score : scores) {
        score = std::exp(score - highest);
        sum += score;
    }
    for (float& score : scores)
        score = static_cast<float>(score / sum);
}

} // namespace

Matrix gemm(const Matrix& x, std::span<const float> weight, std::span<const float> bias, std::size_t out) {
    Matrix y(x.rows, out);
    for (std::size_t o = 0; o < out; ++o) // weights once through the cache, activations stay there
        for (std::size_t r = 0; r < x.rows; ++r)
            y.values[r * out + o] =
                dot(&x.values[r * x.cols], &weight[o * x.cols], x.cols) + (bias.empty() ? 0.0F : bias[o]);
    return y;
}

Matrix attention(const Matrix& qkv, std::size_t heads, double score_scale, bool causal) {
    const std::size_t tokens = qkv.rows;
    const std::size_t d = qkv.cols / 3;
    const std::size_t head_dim = d / heads;
    Matrix context(tokens, d);
    std::vector<float> scores(tokens);
    for (std::size_t head = 0; head < heads; ++head) {
        for (std::size_t q = 0; q < tokens; ++q) {
            const std::size_t visible = causal ? q + 1 : tokens;
            const float* query = &qkv.values[q * qkv.cols + head * head_dim];
            for (std::size_t k = 0; k < visible; ++k)
                scores[k] = static_cast<float>(score_scale *
                                               dot(query, &qkv.values[k * qkv.cols + d + head * head_dim], head_dim));
            softmax(std::span(scores).first(visible));
            float* out = &context.values[q * d + head * head_dim];
            for (std::size_t k = 0; k < visible; ++k) {
                const float* value = &qkv.values[k * qkv.cols + 2 * d + head * head_dim];
                for (std::size_t c = 0; c < head_dim; ++c)
                    out[c] += scores[k] * value[c];
            }
        }
    }
    return context;
}

Matrix layernorm(const Matrix& x, std::span<const float> gamma, std::span<const float> beta, double epsilon) {
    Matrix y(x.rows, x.cols);
    const auto count = static_cast<double>(x.cols);
    for (std::size_t r = 0; r < x.rows; ++r) {
        const auto in = x.row(r);
        double mean = 0;
        for (const float value : in)
            mean += value;
        mean /= count;
        double variance = 0;
        for (const float value : in)
            variance += (value - mean) * (value - mean);
        const double scale = 1 / std::sqrt(variance / count + epsilon);
        for (std::size_t c = 0; c < x.cols; ++c)
            y.row(r)[c] = static_cast<float>((in[c] - mean) * scale * gamma[c] + beta[c]);
    }
    return y;
}

Matrix add(const Matrix& a, const Matrix& b) {
    Matrix y = a;
    for (std::size_t i = 0; i < y.values.size(); ++i)
        y.values[i] += b.values[i];
    return y;
}

Matrix add_positions(const Matrix& x, std::span<const float> table) {
    Matrix y = x;
    for (std::size_t i = 0; i < y.values.size(); ++i)
        y.values[i] += table[i];
    return y;
}

Matrix meanpool(const Matrix& x) {
    Matrix y(1, x.cols);
    for (std::size_t c = 0; c < x.cols; ++c) {
        double sum = 0;
        for (std::size_t r = 0; r < x.rows; ++r)
            sum += x.values[r * x.cols + c];
        y.values[c] = static_cast<float>(sum / static_cast<double>(x.rows));
    }
    return y;
}

Matrix map(const Matrix& x, double (*function)(double)) {
    Matrix y = x;
    for (float& value : y.values)
        value = static_cast<float>(function(value));
    return y;
}

double relu(double x) {
    return std::max(x, 0.0);
}

double gelu(double x) {
    return 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
}

double silu(double x) {
    return x / (1 + std::exp(-x));
}

} // namespace stavp::workloads
