#pragma once

#include "tests/pack/tiny_model.h"
#include "workloads/float/sequence.h"

#include <string>
#include <utility>
#include <vector>

namespace stavp::workloads::testing {

/// Models that take the ways through lowering which tiny_model() does not, with random weights.
class PathModel {
public:
    explicit PathModel(const std::string& name, std::uint64_t seed) : noise_(seed) { model_.name = name; }

    Node& node(const std::string& name, Op op, std::vector<std::string> inputs) {
        model_.nodes.push_back({});
        model_.nodes.back().name = name;
        model_.nodes.back().op = op;
        model_.nodes.back().inputs = std::move(inputs);
        return model_.nodes.back();
    }
    void input(std::uint32_t columns, std::uint32_t max_rows) {
        Node& source = node("input", Op::input, {});
        source.columns = columns;
        source.max_tokens = max_rows;
    }
    void gemm(const std::string& name, const std::string& from, std::size_t out, std::size_t in) {
        Node& product = node(name, Op::gemm, {from});
        product.weight = name + ".weight";
        product.bias = name + ".bias";
        model_.parameters[product.weight] = random_matrix(noise_, out, in, 1.7F / std::sqrt(static_cast<float>(in)));
        model_.parameters[product.bias] = random_vector(noise_, out, 0, 0.2F);
    }
    void layernorm(const std::string& name, const std::string& from, std::size_t columns) {
        Node& norm = node(name, Op::layernorm, {from});
        norm.weight = name + ".gamma";
        norm.bias = name + ".beta";
        norm.epsilon = 1e-5;
        model_.parameters[norm.weight] = random_vector(noise_, columns, 1, 0.5F);
        model_.parameters[norm.bias] = random_vector(noise_, columns, 0, 0.3F);
    }
    void positions(const std::string& name, const std::string& from, std::size_t rows, std::size_t columns) {
        node(name, Op::positions, {from}).weight = name + ".weight";
        model_.parameters[name + ".weight"] = random_matrix(noise_, rows, columns, 1);
    }
    void attention(const std::string& name, const std::string& from, std::uint32_t heads, bool causal) {
        Node& heads_of = node(name, Op::attention, {from});
        heads_of.heads = heads;
        heads_of.score_scale = 0.35;
        heads_of.causal = causal;
    }
    Parameter matrix(std::size_t rows, std::size_t columns) { return random_matrix(noise_, rows, columns, 1); }
    Model& model() { return model_; }

private:
    Model model_;
    Noise noise_;
};

/// Features, positions, post-norm, GELU, mean, classes.
inline Model classifier() {
    PathModel path("classifier", 11);
    path.input(9, 10);
    path.gemm("embed", "input", 16, 9);
    path.positions("positions", "embed", 10, 16);
    path.gemm("qkv", "positions", 48, 16);
    path.attention("attention", "qkv", 2, false);
    path.gemm("output", "attention", 16, 16);
    path.node("add1", Op::add, {"output", "positions"});
    path.layernorm("norm1", "add1", 16);
    path.gemm("ffn1", "norm1", 32, 16);
    path.node("gelu", Op::gelu, {"ffn1"});
    path.gemm("ffn2", "gelu", 16, 32);
    path.node("add2", Op::add, {"ffn2", "norm1"});
    path.layernorm("norm2", "add2", 16);
    path.node("pool", Op::meanpool, {"norm2"});
    path.gemm("head", "pool", 5, 16);
    return path.model();
}

/// Token ids with learned positions, causal attention, SiLU; every row is an output.
inline Model decoder() {
    PathModel path("decoder", 12);
    Node& embedding = path.node("embedding", Op::embedding, {});
    embedding.weight = "table";
    embedding.positions = "positions";
    embedding.max_tokens = 10;
    path.model().parameters["table"] = path.matrix(20, 12);
    path.model().parameters["positions"] = path.matrix(10, 12);
    path.layernorm("norm1", "embedding", 12);
    path.gemm("qkv", "norm1", 36, 12);
    path.attention("attention", "qkv", 3, true);
    path.gemm("output", "attention", 12, 12);
    path.node("add1", Op::add, {"output", "embedding"});
    path.layernorm("norm2", "add1", 12);
    path.gemm("ffn1", "norm2", 24, 12);
    path.node("silu", Op::silu, {"ffn1"});
    path.gemm("ffn2", "silu", 12, 24);
    path.node("add2", Op::add, {"ffn2", "add1"});
    path.layernorm("norm", "add2", 12);
    return path.model();
}

/// Values with several readers of different kinds; features that are normalised; attention over a value that no gemm
/// makes; a table over an int16 value; a value added to itself.
inline Model crossroads() {
    PathModel path("crossroads", 13);
    path.input(12, 10);
    path.layernorm("norm0", "input", 12);
    path.gemm("raw", "norm0", 36, 12);
    path.positions("qkv", "raw", 10, 36);
    path.attention("attention", "qkv", 2, false);
    path.node("twice", Op::add, {"attention", "attention"});
    path.gemm("ffn1", "twice", 12, 12);
    path.node("relu", Op::relu, {"ffn1"});
    path.node("tanh", Op::tanh, {"twice"});
    path.node("add1", Op::add, {"ffn1", "relu"});
    path.node("add2", Op::add, {"add1", "tanh"});
    path.node("add3", Op::add, {"add2", "input"});
    path.gemm("second", "add2", 12, 12);
    path.node("add4", Op::add, {"second", "add3"});
    path.node("pool", Op::meanpool, {"add4"});
    path.gemm("hidden", "pool", 8, 12);
    path.node("hidden.gelu", Op::gelu, {"hidden"});
    path.gemm("head", "hidden.gelu", 3, 8);
    return path.model();
}

/// Sequences of 3 to 10 rows for a model's first node.
inline std::vector<Sequence> random_sequences(const Model& model, std::size_t count, std::uint64_t seed) {
    Noise noise(seed);
    std::vector<Sequence> sequences;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t rows = 3 + 5 * i % 8;
        if (model.nodes.front().op == Op::embedding) {
            TokenIds ids(rows);
            for (auto& id : ids)
                id = static_cast<std::uint32_t>((noise.next() + 1) * 10) % 20;
            sequences.emplace_back(ids);
            continue;
        }
        Matrix features(rows, model.nodes.front().columns);
        for (float& value : features.values)
            value = noise.next();
        sequences.emplace_back(features);
    }
    return sequences;
}

inline std::vector<Model> path_models() {
    return {classifier(), decoder(), crossroads()};
}

} // namespace stavp::workloads::testing
