#include "workloads/onnx/layer_graph.h"

#include "workloads/onnx/unsupported.h"

namespace stavp::workloads::onnx_import {

namespace {

std::vector<float> scaled_values(const std::vector<float>& values, std::span<const double> factors) {
    std::vector<float> out(values.size());
    const std::size_t per_factor = values.size() / factors.size();
    for (std::size_t i = 0; i < values.size(); ++i)
        out[i] = static_cast<float>(values[i] * factors[i / per_factor]);
    return out;
}

bool folds(const Layer& layer) {
    return layer.op == Op::gemm || layer.op == Op::layernorm;
}

} // namespace

Values share(std::vector<float> values) {
    return std::make_shared<const std::vector<float>>(std::move(values));
}

std::string in_module(const std::string& module, std::string_view name) {
    return module.empty() ? std::string(name) : module + "." + std::string(name);
}

LayerGraph::LayerGraph(std::int64_t rows, std::int64_t columns) : rows_(rows) {
    layers_.push_back({.op = Op::input, .columns = columns, .label = "input"});
}

LayerId LayerGraph::add(Layer layer) {
    layers_.push_back(std::move(layer));
    return layers_.size() - 1;
}

LayerId LayerGraph::apply(Op op, LayerId input_id) {
    const auto key = std::pair(op, input_id);
    const auto known = applied_.find(key);
    if (known != applied_.end()) return known->second;
    const Layer& from = layers_[input_id];
    const LayerId id = add({.op = op,
                            .inputs = {input_id},
                            .columns = from.columns,
                            .pooled = from.pooled || op == Op::meanpool,
                            .label = in_module(from.label, to_string(op))});
    applied_[key] = id;
    return id;
}

LayerId LayerGraph::sum(LayerId a, LayerId b, const std::string& module) {
    return add({.op = Op::add,
                .inputs = {a, b},
                .columns = layers_[a].columns,
                .pooled = layers_[a].pooled,
                .label = in_module(module, "add")});
}

LayerId LayerGraph::scaled(LayerId id, std::span<const double> factors) {
    Layer layer = layers_[id];
    if (!folds(layer))
        throw Unsupported("multiplication by a constant, other than right after a matrix product or LayerNorm, or "
                          "before a matrix product");
    layer.weight = share(scaled_values(*layer.weight, factors));
    if (layer.bias) layer.bias = share(scaled_values(*layer.bias, factors));
    return add(std::move(layer));
}

LayerId LayerGraph::shifted(LayerId id, std::span<const double> offsets) {
    Layer layer = layers_[id];
    if (!folds(layer)) {
        std::vector<float> table;
        for (std::int64_t row = 0; row < rows_of(id); ++row)
            table.insert(table.end(), offsets.begin(), offsets.end());
        return with_positions(id, std::move(table));
    }
    std::vector<float> bias(offsets.begin(), offsets.end());
    for (std::size_t i = 0; layer.bias && i < bias.size(); ++i)
        bias[i] += (*layer.bias)[i];
    layer.bias = share(std::move(bias));
    return add(std::move(layer));
}

LayerId LayerGraph::with_positions(LayerId id, std::vector<float> table) {
    if (layers_[id].pooled) throw Unsupported("a constant added after the mean over rows, other than as a bias");
    return add({.op = Op::positions,
                .inputs = {id},
                .weight = share(std::move(table)),
                .columns = layers_[id].columns,
                .label = in_module(layers_[id].label, "positions")});
}

} // namespace stavp::workloads::onnx_import
