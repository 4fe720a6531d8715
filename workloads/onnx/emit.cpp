#include "workloads/onnx/layer_graph.h"
#include "workloads/onnx/names.h"

namespace stavp::workloads::onnx_import {

namespace {

void put(Model& model, const std::string& name, std::vector<std::size_t> shape, const Values& values) {
    model.parameters[name] = {std::move(shape), *values};
}

} // namespace

Model LayerGraph::emit(LayerId output) const {
    std::vector<bool> needed(layers_.size());
    needed[output] = needed[input] = true;
    for (LayerId id = output + 1; id-- > 0;)
        if (needed[id])
            for (const LayerId in : layers_[id].inputs)
                needed[in] = true;

    Model model;
    NameGiver names;
    std::vector<std::string> name(layers_.size());
    for (LayerId id = 0; id <= output; ++id) {
        if (!needed[id]) continue;
        const Layer& layer = layers_[id];
        const std::string& own = name[id] = names.name(layer.label);
        Node node{.name = own,
                  .op = layer.op,
                  .heads = layer.heads,
                  .score_scale = layer.score_scale,
                  .causal = layer.causal,
                  .epsilon = layer.epsilon};
        for (const LayerId in : layer.inputs)
            node.inputs.push_back(name[in]);
        const auto columns = static_cast<std::size_t>(layer.columns);
        if (layer.op == Op::input) {
            node.columns = static_cast<std::uint32_t>(columns);
            node.max_tokens = static_cast<std::uint32_t>(rows_);
        }
        const bool norm = layer.op == Op::layernorm;
        if (layer.weight) {
            node.weight = own + (norm ? ".gamma" : ".weight");
            const auto rows = layer.weight->size() / columns;
            put(model, node.weight,
                norm                        ? std::vector{columns}
                : layer.op == Op::positions ? std::vector{rows, columns}
                                            : std::vector{columns, rows},
                layer.weight);
        }
        if (layer.bias) {
            node.bias = own + (norm ? ".beta" : ".bias");
            put(model, node.bias, {columns}, layer.bias);
        }
        model.nodes.push_back(std::move(node));
    }
    infer_columns(model);
    return model;
}

} // namespace stavp::workloads::onnx_import
