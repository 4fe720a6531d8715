#pragma once

#include "workloads/model/model.h"

#include <filesystem>
#include <optional>
#include <string>

namespace stavp::workloads {

/// A tensor's name in a checkpoint and the line of the YAML file that gives it. `{i}` stands for a layer's index.
struct TensorName {
    std::string name{};
    int line = 0;
    bool given() const { return !name.empty(); }
};

/// Weight and bias of a linear layer or a LayerNorm.
struct TensorPair {
    TensorName weight{};
    TensorName bias{};
    bool bias_required = false; ///< else a bias that the checkpoint has not is none
    bool transposed = false;    ///< linear: stored [in, out] instead of [out, in]
    bool given() const { return weight.given(); }
};

/// What a YAML file says about a Transformer encoder in a checkpoint; docs/bring-your-own-model.md lists the keys.
struct LayerNames {
    std::string file;
    std::string name; ///< of the model; empty: the checkpoint's

    std::uint32_t layers = 0;
    std::uint32_t heads = 0;
    int heads_line = 0;
    bool pre_norm = false;
    Op activation = Op::gelu;
    double epsilon = 0;
    double score_scale = 0; ///< 0: 1 / sqrt(columns of a head)
    bool causal = false;

    bool from_tokens = false;     ///< embedding, else input
    std::uint32_t max_tokens = 0; ///< 0: rows of the positions
    int source_line = 0;
    std::uint32_t columns = 0; ///< input: features per row; 0: those that the projection takes
    TensorPair projection;     ///< input: features to the encoder's width
    TensorName table;          ///< embedding: [vocabulary, width]
    double scale = 1;          ///< embedding: of the table
    TensorName token_types;    ///< embedding: row 0 is added to every row
    TensorName positions;      ///< [rows, width]
    TensorName class_token;    ///< input: [width], takes the place of row 0
    TensorPair source_norm;

    TensorPair query, key, value; ///< three, or
    TensorPair qkv;               ///< one packed [Q | K | V]
    TensorPair attention_output, attention_norm, ffn_up, ffn_down, ffn_norm;

    TensorPair final_norm;
    bool mean_pooling = false;
    TensorPair head;
    std::optional<Op> head_activation;
};

/// Throws FormatError (FILE:LINE: reason) for YAML that cannot be read, unknown, missing or repeated keys, and values
/// that do not fit.
LayerNames read_layer_names(const std::filesystem::path& file);

} // namespace stavp::workloads
