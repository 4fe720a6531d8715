#pragma once

#include "tests/pack/tiny_model.h"
#include "workloads/float/sequence.h"

namespace stavp::workloads::testing {

/// A pre-norm encoder layer over rows of features, as an imported encoder without pooling: 16 columns, 2 heads, FFN 32
/// with GELU; the output has a row per token. Random weights.
inline Model tiny_encoder(std::uint64_t seed = 1) {
    constexpr std::size_t d = 16;
    constexpr std::size_t inner = 32;
    Noise noise(seed);
    Model model;
    model.name = "tiny-encoder";
    const auto add = [&](const std::string& name, Op op, std::vector<std::string> inputs) -> Node& {
        Node& node = model.nodes.emplace_back();
        node.name = name;
        node.op = op;
        node.inputs = std::move(inputs);
        return node;
    };
    const auto gemm = [&](const std::string& name, const std::string& input, std::size_t out, std::size_t in) {
        Node& node = add(name, Op::gemm, {input});
        node.weight = name + ".weight";
        node.bias = name + ".bias";
        model.parameters[node.weight] = random_matrix(noise, out, in, 1.7F / std::sqrt(static_cast<float>(in)));
        model.parameters[node.bias] = random_vector(noise, out, 0, 0.2F);
    };
    const auto layernorm = [&](const std::string& name, const std::string& input) {
        Node& node = add(name, Op::layernorm, {input});
        node.weight = name + ".gamma";
        node.bias = name + ".beta";
        node.epsilon = 1e-5;
        model.parameters[node.weight] = random_vector(noise, d, 1, 0.4F);
        model.parameters[node.bias] = random_vector(noise, d, 0, 0.3F);
    };
    Node& input = add("input", Op::input, {});
    input.columns = d;
    input.max_tokens = 24;
    layernorm("norm1", "input");
    gemm("qkv", "norm1", 3 * d, d);
    Node& attention = add("attention", Op::attention, {"qkv"});
    attention.heads = 2;
    attention.score_scale = 1 / std::sqrt(8.0);
    gemm("output", "attention", d, d);
    add("add1", Op::add, {"output", "input"});
    layernorm("norm2", "add1");
    gemm("ffn1", "norm2", inner, d);
    add("gelu", Op::gelu, {"ffn1"});
    gemm("ffn2", "gelu", d, inner);
    add("add2", Op::add, {"ffn2", "add1"});
    return model;
}

/// Sequences of 3 to 12 rows; sums of four uniform numbers, so that some rows lie further out than most.
inline std::vector<Sequence> random_features(std::uint64_t seed, std::size_t count, std::size_t columns = 16) {
    Noise noise(seed);
    std::vector<Sequence> sequences;
    for (std::size_t s = 0; s < count; ++s) {
        Matrix x(3 + static_cast<std::size_t>((noise.next() + 1) * 5), columns);
        for (float& value : x.values)
            value = noise.next() + noise.next() + noise.next() + noise.next();
        sequences.emplace_back(std::move(x));
    }
    return sequences;
}

/// Token ids of the letters of tiny_model().
inline std::vector<Sequence> random_tokens(std::uint64_t seed, std::size_t count) {
    Noise noise(seed);
    std::vector<Sequence> sequences;
    for (std::size_t s = 0; s < count; ++s) {
        TokenIds ids(3 + static_cast<std::size_t>((noise.next() + 1) * 5));
        for (std::uint32_t& id : ids)
            id = 1 + static_cast<std::uint32_t>((noise.next() + 1) * 13);
        sequences.emplace_back(std::move(ids));
    }
    return sequences;
}

} // namespace stavp::workloads::testing
