#pragma once

#include "workloads/format/builder.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::workloads {

/// A float32 parameter, row-major.
struct Parameter {
    std::vector<std::size_t> shape;
    std::vector<float> values;
};

/// An int8 weight [out, in] with one scale per output channel: real = integer * scale[out].
struct QuantisedWeight {
    std::vector<std::int8_t> values;
    std::vector<float> scales;
};

enum class Op { embedding, input, gemm, positions, attention, layernorm, add, relu, gelu, silu, tanh, meanpool };

std::string_view to_string(Op op);
/// Throws std::invalid_argument for an unknown name.
Op op_from_string(std::string_view name);

/// Integer scales of a node's value, filled by quantisation. Empty or 0: not quantised.
struct ValueScales {
    /// One entry, or three (Q, K, V) for the input of an attention node.
    std::vector<double> int8;
    double int16 = 0;
};

/// One operation; its value carries the node's name. Shapes are [tokens, columns] per sequence.
///
/// | op        | inputs | parameters                                     | value                                    |
/// |-----------|--------|------------------------------------------------|------------------------------------------|
/// | embedding | -      | weight [vocabulary, d]; positions (see below)  | table_scale * weight[id] + position(t)   |
/// | input     | -      | none; `columns` features per row               | the rows given                           |
/// | gemm      | x      | weight [out, in], bias [out] or none           | x W^T + b                                |
/// | positions | x      | weight [rows >= those of any sequence, d]      | x[t] + weight[t]                         |
/// | attention | qkv    |                                                | softmax(score_scale Q K^T) V, per head   |
/// | layernorm | x      | weight = gamma [d], bias = beta [d]            | (x - mean) / sqrt(var + epsilon) g + b   |
/// | add       | a, b   |                                                | a + b                                    |
/// | meanpool  | x      |                                                | mean over tokens, one row                |
/// | others    | x      |                                                | elementwise; gelu is the erf form        |
///
/// The first node is an embedding (sequences of token ids) or an input (sequences of feature rows), no other one is.
/// Packed QKV: columns [Q | K | V], each split into `heads` consecutive heads.
struct Node {
    std::string name{};
    Op op{};
    std::vector<std::string> inputs{};
    std::string weight{};
    std::string bias{};
    /// Embedding only: a parameter [d/2] of inverse time-scales gives sinusoid positions (d/2 sines, then d/2 cosines
    /// of t * inverse_timescale); a parameter [max_tokens, d] gives learned positions; empty: none.
    std::string positions{};
    double table_scale = 1;
    /// Embedding and input: most rows of a sequence.
    std::uint32_t max_tokens = 0;
    /// Input only.
    std::uint32_t columns = 0;
    std::uint32_t heads = 0;
    double score_scale = 0;
    bool causal = false;
    double epsilon = 0;
    /// Of a gemm's weight, along `in`.
    Pattern pattern{};
    ValueScales scales{};
};

/// Pieces and log-probabilities of a unigram tokeniser; a piece's id is its index.
struct Vocabulary {
    struct Piece {
        std::string text;
        double score = 0;
    };
    std::vector<Piece> pieces;
    /// The first ids are control symbols that no text maps to.
    std::uint32_t reserved = 0;
    bool empty() const { return pieces.empty(); }
};

/// A small Transformer as data: nodes in execution order, the last one's value is the output.
struct Model {
    std::string name;
    std::vector<Node> nodes;
    std::map<std::string, Parameter> parameters;
    std::map<std::string, QuantisedWeight> quantised;
    Vocabulary vocabulary;
    /// Where the model comes from and what was done to it.
    nlohmann::json provenance = nlohmann::json::object();

    const Node& node(std::string_view node_name) const;
    const Parameter& parameter(const std::string& parameter_name) const;
    const Node& output() const { return nodes.back(); }
    bool is_quantised() const { return !quantised.empty(); }
};

/// Columns of every node's value. Throws std::invalid_argument naming the node for anything inconsistent: unknown or
/// later inputs, missing parameters, shapes that do not fit, a second source of rows, patterns out of range.
std::map<std::string, std::size_t> infer_columns(const Model& model);

} // namespace stavp::workloads
