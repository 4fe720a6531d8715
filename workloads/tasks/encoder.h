#pragma once

#include "workloads/model/model.h"

#include <cstdint>
#include <string>

namespace stavp::workloads {

/// A Transformer encoder over rows of features that ends in a classifier.
struct EncoderShape {
    std::string name;
    std::uint32_t rows = 0;    ///< most of one sequence
    std::uint32_t columns = 0; ///< features per row
    std::uint32_t d = 0;
    std::uint32_t layers = 0;
    std::uint32_t heads = 0; ///< must divide d
    std::uint32_t ffn = 0;
    Op activation = Op::gelu;
    std::uint32_t classes = 0;
};

/// input -> embed (gemm) -> positions (learned) -> `layers` pre-norm blocks -> norm -> pool (mean) -> head (gemm).
///
/// A block: x + output(attention(qkv(norm1(x)))), then x + ffn2(activation(ffn1(norm2(x)))); its nodes are called
/// layerI.norm1, .qkv, .attention, .output, .add1, .norm2, .ffn1, .ffn1.gelu (or .relu), .ffn2, .add2. Scores are
/// scaled by 1 / sqrt(d / heads); LayerNorm's epsilon is 1e-5.
///
/// Weights: Xavier uniform (Q, K and V each as a d x d product), positions normal with deviation 0.02, biases and beta
/// 0, gamma 1; a function of `seed` and the shape.
Model make_encoder(const EncoderShape& shape, std::uint64_t seed);

} // namespace stavp::workloads
