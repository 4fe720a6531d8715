#pragma once

#include "workloads/train/torch/ragged_mean.h"

namespace stavp::workloads {

/// What attention over packed [Q | K | V] rows (3 * heads * head_dim columns) needs to know. Sequences lie one after
/// another without padding and attend to themselves only.
struct RaggedAttention {
    Offsets offsets;
    std::size_t heads = 0;
    std::size_t head_dim = 0;
    float score_scale = 0;
    bool causal = false;

    std::size_t width() const { return heads * head_dim; }
    /// Of the probabilities: per sequence and head a square [queries, keys].
    std::size_t probability_count() const;
};

/// score_scale Q K^T minus the row's maximum; -infinity for keys that a causal query does not see. The caller takes the
/// exponential of all of them at once (vectorised by its library) before attention_context().
void attention_scores(const RaggedAttention& attention, const float* qkv, float* scores);
/// Normalises the exponentials to probabilities in place; context [rows, width].
void attention_context(const RaggedAttention& attention, const float* qkv, float* probabilities, float* context);
/// qkv_gradient [rows, 3 width] from context_gradient [rows, width].
void attention_backward(const RaggedAttention& attention, const float* qkv, const float* probabilities,
                        const float* context_gradient, float* qkv_gradient);

} // namespace stavp::workloads
