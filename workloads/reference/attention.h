#pragma once

#include "workloads/reference/matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stavp::workloads::reference {

/// One row of int16 scores to uint8 probabilities; columns at or beyond `valid` are masked and give 0.
void softmax_row(std::span<const std::int16_t> scores, std::size_t valid, std::span<std::int16_t> probabilities);

struct AttentionShape {
    std::uint32_t heads;
    std::uint32_t head_dim;
    std::uint32_t seq;
    bool causal;
};

/// P of one sequence and head, seq x seq, from the packed [batch*seq, 3*heads*head_dim] activation.
Matrix attention_probabilities(const Matrix& qkv, const AttentionShape& shape, std::uint32_t sequence,
                               std::uint32_t valid, std::uint32_t head, std::int32_t mult, std::uint32_t shift);

/// The accumulators of P V, seq x head_dim.
std::vector<std::int32_t> attention_context(const Matrix& qkv, const AttentionShape& shape, std::uint32_t sequence,
                                            std::uint32_t head, const Matrix& probabilities);

/// The whole layer; mult0/shift0 and mult1/shift1 as docs/arithmetic.md names them.
Matrix attention(const Matrix& qkv, const AttentionShape& shape, std::span<const nmw_sequence> sequences,
                 const nmw_layer& layer);

} // namespace stavp::workloads::reference
