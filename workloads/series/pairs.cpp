#include "workloads/series/pairs.h"

#include <algorithm>
#include <stdexcept>

namespace stavp::workloads::series {

namespace {

bool is_elementwise(Op op) {
    return op == Op::relu || op == Op::gelu || op == Op::silu || op == Op::tanh;
}

bool read_once(const Model& model, const std::string& value) {
    std::size_t readers = model.output().name == value ? 1 : 0;
    for (const Node& node : model.nodes)
        readers += static_cast<std::size_t>(std::ranges::count(node.inputs, value));
    return readers == 1;
}

bool owned(const Model& model, const std::string& parameter) {
    std::size_t users = 0;
    for (const Node& node : model.nodes)
        users += static_cast<std::size_t>(node.weight == parameter) + (node.bias == parameter ? 1 : 0) +
                 (node.positions == parameter ? 1 : 0);
    return parameter.empty() || users == 1;
}

} // namespace

std::vector<ChannelPair> channel_pairs(const Model& model) {
    std::vector<ChannelPair> pairs;
    for (const Node& consumer : model.nodes) {
        if (consumer.op != Op::gemm || !owned(model, consumer.weight)) continue;
        const std::size_t channels = model.parameter(consumer.weight).shape[1];
        ChannelPair pair{"", consumer.name, 0, channels};
        const Node* source = &model.node(consumer.inputs[0]);
        while (is_elementwise(source->op) && read_once(model, source->name))
            source = &model.node(source->inputs[0]);
        if (source->op == Op::attention && read_once(model, source->name)) {
            pair.offset = 2 * channels;
            pair.block = channels / source->heads;
            source = &model.node(source->inputs[0]);
        }
        const bool free = source->op == Op::gemm && read_once(model, source->name) && owned(model, source->weight) &&
                          owned(model, source->bias);
        if (!free) continue;
        pair.producer = source->name;
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

void reorder_channels(Model& model, const ChannelPair& pair, std::span<const std::size_t> order) {
    const Node& producer = model.node(pair.producer);
    Parameter& columns = model.parameters.at(model.node(pair.consumer).weight);
    if (order.size() != columns.shape[1]) throw std::invalid_argument("order does not fit " + pair.consumer);
    const auto old_columns = columns.values;
    for (std::size_t row = 0; row < columns.shape[0]; ++row)
        for (std::size_t c = 0; c < order.size(); ++c)
            columns.values[row * order.size() + c] = old_columns[row * order.size() + order[c]];

    Parameter& rows = model.parameters.at(producer.weight);
    const auto old_rows = rows.values;
    const std::size_t width = rows.shape[1];
    for (std::size_t c = 0; c < order.size(); ++c)
        std::copy_n(old_rows.begin() + static_cast<std::ptrdiff_t>((pair.offset + order[c]) * width), width,
                    rows.values.begin() + static_cast<std::ptrdiff_t>((pair.offset + c) * width));
    if (producer.bias.empty()) return;
    auto& bias = model.parameters.at(producer.bias).values;
    const auto old_bias = bias;
    for (std::size_t c = 0; c < order.size(); ++c)
        bias[pair.offset + c] = old_bias[pair.offset + order[c]];
}

} // namespace stavp::workloads::series
