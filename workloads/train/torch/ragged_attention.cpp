#include "workloads/train/torch/ragged_attention.h"

#include "workloads/train/torch/small_product.h"
#include "workloads/train/torch/vector_clones.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace stavp::workloads {

namespace {

/// transposed [columns, stride >= rows], filled up with zeros.
[[gnu::always_inline]] inline void transpose(const float* x, std::size_t x_stride, std::size_t rows,
                                             std::size_t columns, float* transposed, std::size_t stride) {
    for (std::size_t c = 0; c < columns; ++c) {
        for (std::size_t r = 0; r < rows; ++r)
            transposed[c * stride + r] = x[r * x_stride + c];
        std::fill(transposed + c * stride + rows, transposed + (c + 1) * stride, 0.0F);
    }
}

std::size_t whole_tiles(std::size_t count) {
    return (count + tile_width - 1) / tile_width * tile_width;
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
    const std::size_t most = whole_tiles(longest(attention.offsets));
    std::vector<float> keys(most * head_dim);
    std::vector<float> products(most * most);
    for_each_head(attention, [&](std::size_t tokens, std::size_t column, std::size_t first,
                                 std::size_t before) STAVP_INLINE_LAMBDA {
        const float* query = qkv + first * stride + column;
        const std::size_t padded = whole_tiles(tokens);
        transpose(query + width, stride, tokens, head_dim, keys.data(), padded);
        small_product({query, stride, 1}, tokens, head_dim, keys.data(), padded, products.data(), padded, padded);
        float* row = scores + before;
        const float* product = products.data();
        for (std::size_t q = 0; q < tokens; ++q, row += tokens, product += padded) {
            const std::size_t visible = attention.causal ? q + 1 : tokens;
            const float greatest = *std::max_element(product, product + visible);
            for (std::size_t k = 0; k < visible; ++k)
                row[k] = attention.score_scale * (product[k] - greatest);
            std::fill(row + visible, row + tokens, -std::numeric_limits<float>::infinity());
        }
    });
}

STAVP_VECTOR_CLONES
void attention_context(const RaggedAttention& attention, const float* qkv, float* probabilities, float* context) {
    const std::size_t width = attention.width();
    const std::size_t stride = 3 * width;
    for_each_head(attention, [&](std::size_t tokens, std::size_t column, std::size_t first,
                                 std::size_t before) STAVP_INLINE_LAMBDA {
        float* row = probabilities + before;
        for (std::size_t q = 0; q < tokens; ++q, row += tokens) {
            float sum = 0;
            for (std::size_t k = 0; k < tokens; ++k)
                sum += row[k];
            const float reciprocal = 1 / sum;
            for (std::size_t k = 0; k < tokens; ++k)
                row[k] *= reciprocal;
        }
        small_product({probabilities + before, tokens, 1}, tokens, tokens, qkv + first * stride + 2 * width + column,
                      stride, context + first * width + column, width, attention.head_dim);
    });
}

STAVP_VECTOR_CLONES
void attention_backward(const RaggedAttention& attention, const float* qkv, const float* probabilities,
                        const float* context_gradient, float* qkv_gradient) {
    const std::size_t width = attention.width();
    const std::size_t stride = 3 * width;
    const std::size_t head_dim = attention.head_dim;
    const std::size_t most = whole_tiles(longest(attention.offsets));
    std::vector<float> values(most * head_dim);
    std::vector<float> score_gradient(most * most);
    for_each_head(attention, [&](std::size_t tokens, std::size_t column, std::size_t first,
                                 std::size_t before) STAVP_INLINE_LAMBDA {
        const std::size_t corner = first * stride + column;
        const float* out_gradient = context_gradient + first * width + column;
        const std::size_t padded = whole_tiles(tokens);
        transpose(qkv + corner + 2 * width, stride, tokens, head_dim, values.data(), padded);
        small_product({out_gradient, width, 1}, tokens, head_dim, values.data(), padded, score_gradient.data(), padded,
                      padded);
        const float* row = probabilities + before;
        float* gradient = score_gradient.data();
        for (std::size_t q = 0; q < tokens; ++q, row += tokens, gradient += padded) {
            float mean = 0; // under the probabilities
            for (std::size_t k = 0; k < tokens; ++k)
                mean += row[k] * gradient[k];
            for (std::size_t k = 0; k < tokens; ++k)
                gradient[k] = attention.score_scale * row[k] * (gradient[k] - mean);
        }
        const auto product = [&](Strided a, const float* b, std::size_t b_stride, float* result) STAVP_INLINE_LAMBDA {
            small_product(a, tokens, tokens, b, b_stride, result, stride, head_dim);
        };
        product({score_gradient.data(), padded, 1}, qkv + corner + width, stride, qkv_gradient + corner);
        product({score_gradient.data(), 1, padded}, qkv + corner, stride, qkv_gradient + corner + width);
        product({probabilities + before, 1, tokens}, out_gradient, width, qkv_gradient + corner + 2 * width);
    });
}

} // namespace stavp::workloads
