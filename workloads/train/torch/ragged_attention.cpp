#include "workloads/train/torch/ragged_attention.h"

#include "workloads/train/torch/vector_clones.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace stavp::workloads {

namespace {

/// Rows of one head of one sequence inside a wider matrix.
template <typename T> struct Rows {
    T* first;
    std::size_t stride;
    T* operator[](std::size_t row) const { return first + row * stride; }
};

[[gnu::always_inline]] inline void add_scaled(float* sum, float factor, const float* x, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        sum[i] += factor * x[i];
}

/// transposed [columns, rows], so that products with it run along rows.
[[gnu::always_inline]] inline void transpose(Rows<const float> x, std::size_t rows, std::size_t columns,
                                             float* transposed) {
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            transposed[c * rows + r] = x[r][c];
}

/// Calls function(tokens, first column of the head, rows before the sequence, probabilities before the head).
template <typename Function>
[[gnu::always_inline]] inline void for_each_head(const RaggedAttention& attention, const Function& function) {
    std::size_t probabilities = 0;
    for (std::size_t s = 0; s + 1 < attention.offsets.size(); ++s) {
        const auto first = static_cast<std::size_t>(attention.offsets[s]);
        const auto tokens = static_cast<std::size_t>(attention.offsets[s + 1]) - first;
        for (std::size_t head = 0; head < attention.heads; ++head, probabilities += tokens * tokens)
            function(tokens, head * attention.head_dim, first, probabilities);
    }
}

std::size_t longest(Offsets offsets) {
    std::int64_t rows = 0;
    for (std::size_t s = 0; s + 1 < offsets.size(); ++s)
        rows = std::max(rows, offsets[s + 1] - offsets[s]);
    return static_cast<std::size_t>(rows);
}

} // namespace

std::size_t RaggedAttention::probability_count() const {
    std::size_t count = 0;
    for (std::size_t s = 0; s + 1 < offsets.size(); ++s)
        count += static_cast<std::size_t>((offsets[s + 1] - offsets[s]) * (offsets[s + 1] - offsets[s]));
    return count * heads;
}

STAVP_VECTOR_CLONES
void attention_scores(const RaggedAttention& attention, const float* qkv, float* scores) {
    const std::size_t width = attention.width();
    const std::size_t stride = 3 * width;
    const std::size_t head_dim = attention.head_dim;
    std::vector<float> keys(longest(attention.offsets) * head_dim);
    for_each_head(attention, [&](std::size_t tokens, std::size_t column, std::size_t first, std::size_t before) {
        const Rows<const float> query{qkv + first * stride + column, stride};
        transpose({query.first + width, stride}, tokens, head_dim, keys.data());
        float* row = scores + before;
        for (std::size_t q = 0; q < tokens; ++q, row += tokens) {
            const std::size_t visible = attention.causal ? q + 1 : tokens;
            std::fill_n(row, tokens, 0.0F);
            for (std::size_t c = 0; c < head_dim; ++c)
                add_scaled(row, query[q][c], &keys[c * tokens], tokens);
            for (std::size_t k = 0; k < tokens; ++k)
                row[k] *= attention.score_scale;
            const float greatest = *std::max_element(row, row + visible);
            for (std::size_t k = 0; k < visible; ++k)
                row[k] -= greatest;
            std::fill(row + visible, row + tokens, -std::numeric_limits<float>::infinity());
        }
    });
}

STAVP_VECTOR_CLONES
void attention_context(const RaggedAttention& attention, const float* qkv, float* probabilities, float* context) {
    const std::size_t width = attention.width();
    const std::size_t stride = 3 * width;
    for_each_head(attention, [&](std::size_t tokens, std::size_t column, std::size_t first, std::size_t before) {
        const Rows<const float> value{qkv + first * stride + 2 * width + column, stride};
        const Rows<float> out{context + first * width + column, width};
        float* row = probabilities + before;
        for (std::size_t q = 0; q < tokens; ++q, row += tokens) {
            float sum = 0;
            for (std::size_t k = 0; k < tokens; ++k)
                sum += row[k];
            const float reciprocal = 1 / sum;
            for (std::size_t k = 0; k < tokens; ++k)
                row[k] *= reciprocal;
            std::fill_n(out[q], attention.head_dim, 0.0F);
            for (std::size_t k = 0; k < tokens; ++k)
                add_scaled(out[q], row[k], value[k], attention.head_dim);
        }
    });
}

STAVP_VECTOR_CLONES
void attention_backward(const RaggedAttention& attention, const float* qkv, const float* probabilities,
                        const float* context_gradient, float* qkv_gradient) {
    const std::size_t width = attention.width();
    const std::size_t stride = 3 * width;
    const std::size_t head_dim = attention.head_dim;
    const auto rows = static_cast<std::size_t>(attention.offsets.back());
    std::fill_n(qkv_gradient, rows * stride, 0.0F);
    std::vector<float> values(longest(attention.offsets) * head_dim);
    std::vector<float> score_gradient(longest(attention.offsets));
    for_each_head(attention, [&](std::size_t tokens, std::size_t column, std::size_t first, std::size_t before) {
        const std::size_t corner = first * stride + column;
        const Rows<const float> query{qkv + corner, stride};
        const Rows<const float> key{qkv + corner + width, stride};
        const Rows<float> query_gradient{qkv_gradient + corner, stride};
        const Rows<float> key_gradient{qkv_gradient + corner + width, stride};
        const Rows<float> value_gradient{qkv_gradient + corner + 2 * width, stride};
        const Rows<const float> out_gradient{context_gradient + first * width + column, width};
        transpose({qkv + corner + 2 * width, stride}, tokens, head_dim, values.data());
        const float* row = probabilities + before;
        for (std::size_t q = 0; q < tokens; ++q, row += tokens) {
            float* gradient = score_gradient.data();
            std::fill_n(gradient, tokens, 0.0F);
            for (std::size_t c = 0; c < head_dim; ++c)
                add_scaled(gradient, out_gradient[q][c], &values[c * tokens], tokens);
            float mean = 0; // under the probabilities
            for (std::size_t k = 0; k < tokens; ++k)
                mean += row[k] * gradient[k];
            for (std::size_t k = 0; k < tokens; ++k)
                gradient[k] = attention.score_scale * row[k] * (gradient[k] - mean);
            for (std::size_t k = 0; k < tokens; ++k) {
                add_scaled(query_gradient[q], gradient[k], key[k], head_dim);
                add_scaled(key_gradient[k], gradient[k], query[q], head_dim);
                add_scaled(value_gradient[k], row[k], out_gradient[q], head_dim);
            }
        }
    });
}

} // namespace stavp::workloads
