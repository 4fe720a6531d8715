#include "workloads/train/torch/graph.h"

#include "workloads/train/torch/differentiable.h"

#include <cmath>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

namespace stavp::workloads {

namespace {

bool has_sinusoids(const Model& model) {
    const Node& source = model.nodes.front();
    return !source.positions.empty() && model.parameter(source.positions).shape.size() == 1;
}

/// As in the float executor: sines first, then cosines.
at::Tensor sinusoid_table(const Node& source, const std::vector<float>& inverse_timescales) {
    const std::size_t half = inverse_timescales.size();
    at::Tensor table = at::empty({source.max_tokens, static_cast<std::int64_t>(2 * half)}, at::kFloat);
    auto* row = table.data_ptr<float>();
    for (std::uint32_t t = 0; t < source.max_tokens; ++t, row += 2 * half) {
        for (std::size_t i = 0; i < half; ++i) {
            const float angle = static_cast<float>(t) * inverse_timescales[i];
            row[i] = std::sin(angle);
            row[half + i] = std::cos(angle);
        }
    }
    return table;
}

at::Tensor elementwise(Op op, const at::Tensor& x) {
    switch (op) {
    case Op::relu:
        return at::relu(x);
    case Op::gelu:
        return at::gelu(x);
    case Op::silu:
        return at::silu(x);
    case Op::tanh:
        return at::tanh(x);
    default:
        throw std::invalid_argument(fmt::format("{} cannot be trained", to_string(op)));
    }
}

} // namespace

Graph::Graph(const Model& model, std::uint32_t classes) : nodes_(model.nodes) {
    const auto columns = infer_columns(model);
    if (columns.at(model.output().name) != classes)
        throw std::invalid_argument(fmt::format("model {} gives {} logits, the task has {} classes", model.name,
                                                columns.at(model.output().name), classes));
    if (has_sinusoids(model))
        sinusoids_ = sinusoid_table(nodes_.front(), model.parameter(nodes_.front().positions).values);
}

Graph::Value Graph::source(const GraphWeights& weights, const Batch& batch) const {
    const Node& node = nodes_.front();
    if (node.op == Op::input) return {batch.features, &batch.rows};
    at::Tensor x = at::embedding(weights.parameters.at(node.weight), batch.ids);
    if (node.table_scale != 1) x = x * node.table_scale;
    if (node.positions.empty()) return {x, &batch.rows};
    const at::Tensor& positions = sinusoids_.defined() ? sinusoids_ : weights.parameters.at(node.positions);
    return {x + at::embedding(positions, batch.rows.positions), &batch.rows};
}

Graph::Value Graph::evaluate(const Node& node, const GraphWeights& weights, const Values& values, const Batch& batch) {
    const auto parameter = [&weights](const std::string& name) {
        return name.empty() ? at::Tensor() : weights.parameters.at(name);
    };
    const auto& [x, rows] = values.at(node.inputs.at(0));
    switch (node.op) {
    case Op::gemm: {
        const auto masked = weights.masked.find(node.name);
        const at::Tensor weight = masked == weights.masked.end() ? parameter(node.weight) : masked->second;
        return {at::linear(x, weight, parameter(node.bias)), rows};
    }
    case Op::positions:
        return {x + at::embedding(parameter(node.weight), rows->positions), rows};
    case Op::attention:
        return {differentiable_attention(x, rows->offsets, node.heads, node.score_scale, node.causal), rows};
    case Op::layernorm:
        return {at::layer_norm(x, {x.size(1)}, parameter(node.weight), parameter(node.bias), node.epsilon), rows};
    case Op::add: {
        const Value& other = values.at(node.inputs.at(1));
        if (other.tensor.size(0) != x.size(0))
            throw std::invalid_argument("node " + node.name + ": inputs differ in rows");
        return {x + other.tensor, rows};
    }
    case Op::meanpool:
        return {differentiable_mean(x, rows->offsets), &batch.pooled};
    default:
        return {elementwise(node.op, x), rows};
    }
}

at::Tensor Graph::logits(const GraphWeights& weights, const Batch& batch) const {
    Values values;
    for (const Node& node : nodes_)
        values[node.name] = node.inputs.empty() ? source(weights, batch) : evaluate(node, weights, values, batch);
    const at::Tensor& output = values.at(nodes_.back().name).tensor;
    if (output.size(0) != batch.rows.sequences())
        throw std::invalid_argument("node " + nodes_.back().name + ": the output has more than one row per sequence");
    return output;
}

std::vector<std::string> differentiable_parameters(const Model& model) {
    std::set<std::string> names;
    for (const Node& node : model.nodes)
        names.insert({node.weight, node.bias, node.positions});
    names.erase("");
    if (has_sinusoids(model)) names.erase(model.nodes.front().positions);
    return {names.begin(), names.end()};
}

} // namespace stavp::workloads
