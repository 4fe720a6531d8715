#pragma once

#include "workloads/model/model.h"

#include <cmath>
#include <cstdint>
#include <string>

namespace stavp::workloads::testing {

/// The same numbers on every machine: a linear congruential generator (Knuth's MMIX constants), uniform in [-1, 1).
class Noise {
public:
    explicit Noise(std::uint64_t seed) : state_(seed) {}
    float next() {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<float>(static_cast<double>(state_ >> 11) * 0x1p-52 - 1.0);
    }

private:
    std::uint64_t state_;
};

inline Parameter random_matrix(Noise& noise, std::size_t rows, std::size_t cols, float scale) {
    Parameter parameter{{rows, cols}, std::vector<float>(rows * cols)};
    for (float& value : parameter.values)
        value = scale * noise.next();
    return parameter;
}

inline Parameter random_vector(Noise& noise, std::size_t elements, float centre, float scale) {
    Parameter parameter{{elements}, std::vector<float>(elements)};
    for (float& value : parameter.values)
        value = centre + scale * noise.next();
    return parameter;
}

/// One encoder layer in the shape of the published model (pre-norm, a residual projection that widens, ReLU, mean
/// pool, tanh head) with random weights: d 24 -> 40, 2 heads, FFN 48. Pieces are single letters and "\u2581".
inline Model tiny_model(std::uint64_t seed = 1) {
    constexpr std::size_t narrow = 24;
    constexpr std::size_t wide = 40;
    constexpr std::size_t inner = 48;
    Noise noise(seed);
    Model model;
    model.name = "tiny";
    model.vocabulary.reserved = 1;
    model.vocabulary.pieces.push_back({"?", 0});
    model.vocabulary.pieces.push_back({"\u2581", -1});
    for (char letter = 'a'; letter <= 'z'; ++letter)
        model.vocabulary.pieces.push_back({std::string(1, letter), -2});

    const auto add = [&](const std::string& name, Op op, std::vector<std::string> inputs) -> Node& {
        model.nodes.push_back({});
        model.nodes.back().name = name;
        model.nodes.back().op = op;
        model.nodes.back().inputs = std::move(inputs);
        return model.nodes.back();
    };
    const auto gemm = [&](const std::string& name, const std::string& input, std::size_t out, std::size_t in) {
        Node& node = add(name, Op::gemm, {input});
        node.weight = name + ".weight";
        node.bias = name + ".bias";
        model.parameters[node.weight] = random_matrix(noise, out, in, 1.7F / std::sqrt(static_cast<float>(in)));
        model.parameters[node.bias] = random_vector(noise, out, 0, 0.2F);
    };
    const auto layernorm = [&](const std::string& name, const std::string& input, std::size_t columns) {
        Node& node = add(name, Op::layernorm, {input});
        node.weight = name + ".gamma";
        node.bias = name + ".beta";
        node.epsilon = 1e-6;
        model.parameters[node.weight] = random_vector(noise, columns, 1, 0.5F);
        model.parameters[node.bias] = random_vector(noise, columns, 0, 0.3F);
    };

    Node& embedding = add("embedding", Op::embedding, {});
    embedding.weight = "table";
    embedding.positions = "timescales";
    embedding.table_scale = 2;
    embedding.max_tokens = 32;
    model.parameters["table"] = random_matrix(noise, model.vocabulary.pieces.size(), narrow, 1);
    model.parameters["timescales"] = random_vector(noise, narrow / 2, 0.5F, 0.4F);
    layernorm("norm1", "embedding", narrow);
    gemm("qkv", "norm1", 3 * narrow, narrow);
    Node& attention = add("attention", Op::attention, {"qkv"});
    attention.heads = 2;
    attention.score_scale = 0.3;
    gemm("output", "attention", wide, narrow);
    gemm("residual", "embedding", wide, narrow);
    add("add1", Op::add, {"output", "residual"});
    layernorm("norm2", "add1", wide);
    gemm("ffn1", "norm2", inner, wide);
    add("relu", Op::relu, {"ffn1"});
    gemm("ffn2", "relu", wide, inner);
    add("add2", Op::add, {"ffn2", "add1"});
    add("pool", Op::meanpool, {"add2"});
    gemm("head", "pool", wide, wide);
    add("tanh", Op::tanh, {"head"});
    return model;
}

} // namespace stavp::workloads::testing
