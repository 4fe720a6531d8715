#include "workloads/onnx/attention.h"

#include "workloads/onnx/unsupported.h"

#include <array>

namespace stavp::workloads::onnx_import {

namespace {

/// The rows of the gemms' weights that give `parts`' columns, one part after the other, as one gemm.
Layer packed(const LayerGraph& layers, const std::array<Heads, 3>& parts) {
    const Layer& first = layers[parts[0].layer];
    const auto in = static_cast<std::size_t>(layers.in_columns(parts[0].layer));
    std::vector<float> weight;
    std::vector<float> bias;
    bool any_bias = false;
    for (const Heads& part : parts) {
        const Layer& source = layers[part.layer];
        any_bias = any_bias || source.bias;
        static_cast<void>(
            element_count(Shape{static_cast<std::int64_t>(part.columns.size()), layers.in_columns(part.layer)}));
        for (const std::int64_t column : part.columns) {
            const auto row = source.weight->begin() + column * static_cast<std::ptrdiff_t>(in);
            weight.insert(weight.end(), row, row + static_cast<std::ptrdiff_t>(in));
            bias.push_back(source.bias ? (*source.bias)[static_cast<std::size_t>(column)] : 0);
        }
    }
    Layer out{.op = Op::gemm, .inputs = first.inputs, .weight = share(std::move(weight))};
    if (any_bias) out.bias = share(std::move(bias));
    out.columns = 3 * static_cast<std::int64_t>(parts[0].columns.size());
    return out;
}

void expect_projections(const LayerGraph& layers, const std::array<Heads, 3>& parts) {
    for (const Heads& part : parts) {
        if (layers[part.layer].op != Op::gemm)
            throw Unsupported("attention whose queries, keys or values are not matrix products right before it");
        if (layers[part.layer].inputs != layers[parts[0].layer].inputs)
            throw Unsupported("attention whose queries, keys and values come of different values");
        if (layers[part.layer].pooled) throw Unsupported("attention after the mean over rows");
        if (part.columns.size() != parts[0].columns.size())
            throw Unsupported("attention whose values are not as wide as its queries");
    }
}

} // namespace

LayerId add_attention(LayerGraph& layers, const Scores& scores, const Heads& values, const std::string& label) {
    const std::array parts{Heads{scores.query, scores.query_columns}, Heads{scores.key, scores.key_columns}, values};
    expect_projections(layers, parts);
    if (!(scores.scale > 0)) throw Unsupported("attention scores times a number that is not positive");
    Layer qkv = packed(layers, parts);
    qkv.label = in_module(label, "qkv");
    const std::int64_t columns = qkv.columns / 3;
    return layers.add({.op = Op::attention,
                       .inputs = {layers.add(std::move(qkv))},
                       .columns = columns,
                       .heads = static_cast<std::uint32_t>(scores.heads),
                       .score_scale = scores.scale,
                       .causal = scores.causal,
                       .label = in_module(label, "attention")});
}

} // namespace stavp::workloads::onnx_import
