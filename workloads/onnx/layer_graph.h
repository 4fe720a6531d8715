#pragma once

#include "workloads/model/model.h"

#include <memory>

namespace stavp::workloads::onnx_import {

using LayerId = std::size_t;
using Values = std::shared_ptr<const std::vector<float>>;

Values share(std::vector<float> values);
/// "module.name", or the name alone where the module has none.
std::string in_module(const std::string& module, std::string_view name);

/// A node of the model to be, as the interpreter collects them. Weights are shared between variants of a layer.
struct Layer {
    Op op{};
    std::vector<LayerId> inputs{};
    Values weight{};
    Values bias{};
    std::int64_t columns = 0;
    /// One row instead of the sequence's.
    bool pooled = false;
    std::uint32_t heads = 0;
    double score_scale = 0;
    bool causal = false;
    double epsilon = 0;
    /// What it is called in the file; becomes its name once shortened and made unique.
    std::string label{};
};

/// Layers in the order of their computation. Nothing is ever changed, only added: a scaled or shifted layer is another
/// layer with other weights, and what the output does not need is dropped when the model is made.
class LayerGraph {
public:
    LayerGraph(std::int64_t rows, std::int64_t columns);

    static constexpr LayerId input = 0;
    const Layer& operator[](LayerId id) const { return layers_[id]; }
    std::size_t size() const { return layers_.size(); }
    std::int64_t rows() const { return rows_; }
    std::int64_t rows_of(LayerId id) const { return layers_[id].pooled ? 1 : rows_; }
    std::int64_t in_columns(LayerId gemm) const { return layers_[layers_[gemm].inputs[0]].columns; }

    LayerId add(Layer layer);
    /// A function of one layer, labelled after it; equal ones are one layer.
    LayerId apply(Op op, LayerId input);
    LayerId sum(LayerId a, LayerId b, const std::string& module);

    /// The layer's value times factors[column]. Throws Unsupported unless it can be had by other weights.
    LayerId scaled(LayerId id, std::span<const double> factors);
    /// The layer's value plus offsets[column]: by other weights, else by a table of positions.
    LayerId shifted(LayerId id, std::span<const double> offsets);
    /// Plus table[row][column].
    LayerId with_positions(LayerId id, std::vector<float> table);

    /// The model that computes `output`. Throws std::invalid_argument where it is inconsistent.
    Model emit(LayerId output) const;

private:
    std::vector<Layer> layers_;
    std::int64_t rows_;
    std::map<std::pair<Op, LayerId>, LayerId> applied_;
};

} // namespace stavp::workloads::onnx_import
