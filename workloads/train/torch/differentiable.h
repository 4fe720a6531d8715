#pragma once

#include "workloads/train/torch/torch.h"

namespace stavp::workloads {

/// Softmax attention within each sequence of packed qkv [rows, 3 d]; offsets int64 [sequences + 1]. -> [rows, d]
at::Tensor differentiable_attention(const at::Tensor& qkv, const at::Tensor& offsets, std::int64_t heads,
                                    double score_scale, bool causal);
/// Mean of each sequence's rows. -> [sequences, d]
at::Tensor differentiable_mean(const at::Tensor& x, const at::Tensor& offsets);

/// weight * mask, whose gradient passes straight through: gradient + decay * (1 - mask) * weight (SR-STE, Zhou et al.,
/// 2021; decay 0: the plain straight-through estimator).
at::Tensor straight_through(const at::Tensor& weight, const at::Tensor& mask, double decay);

} // namespace stavp::workloads
