#include "workloads/float/forward.h"

#include <cmath>
#include <stdexcept>

namespace stavp::workloads {

namespace {

void add_sinusoid(Matrix& x, const std::vector<float>& inverse_timescales) {
    const std::size_t half = inverse_timescales.size();
    for (std::size_t t = 0; t < x.rows; ++t) {
        for (std::size_t i = 0; i < half; ++i) {
            const float angle = static_cast<float>(t) * inverse_timescales[i];
            x.row(t)[i] += std::sin(angle);
            x.row(t)[half + i] += std::cos(angle);
        }
    }
}

Matrix embed(const Model& model, const TokenIds& ids) {
    const Node& node = model.nodes.front();
    const Parameter& table = model.parameter(node.weight);
    Matrix x(ids.size(), table.shape[1]);
    for (std::size_t t = 0; t < ids.size(); ++t) {
        if (ids[t] >= table.shape[0])
            throw std::invalid_argument("token id " + std::to_string(ids[t]) + " is beyond the embedding table");
        const float* entry = &table.values[ids[t] * table.shape[1]];
        for (std::size_t c = 0; c < x.cols; ++c)
            x.row(t)[c] = static_cast<float>(node.table_scale) * entry[c];
    }
    if (node.positions.empty()) return x;
    const Parameter& positions = model.parameter(node.positions);
    if (positions.shape.size() == 2) return add_positions(x, positions.values);
    add_sinusoid(x, positions.values);
    return x;
}

} // namespace

Matrix first_value(const Model& model, const Sequence& sequence) {
    const Node& node = model.nodes.front();
    const bool takes_ids = node.op == Op::embedding;
    if (!takes_ids && node.op != Op::input)
        throw std::invalid_argument("model " + model.name + " begins with neither an embedding nor an input");
    if (takes_ids != std::holds_alternative<TokenIds>(sequence))
        throw std::invalid_argument("model " + model.name + " takes " + (takes_ids ? "token ids" : "feature rows"));
    const std::size_t rows = row_count(sequence);
    if (rows == 0) throw std::invalid_argument("sequence has no rows");
    if (rows > node.max_tokens)
        throw std::invalid_argument("sequence has " + std::to_string(rows) + " rows, the model takes " +
                                    std::to_string(node.max_tokens));
    if (takes_ids) return embed(model, std::get<TokenIds>(sequence));
    const Matrix& features = std::get<Matrix>(sequence);
    if (features.cols != node.columns)
        throw std::invalid_argument("sequence has " + std::to_string(features.cols) + " columns, the model takes " +
                                    std::to_string(node.columns));
    return features;
}

Matrix evaluate_node(const Model& model, const Node& node, const std::vector<const Matrix*>& inputs) {
    const Matrix& x = *inputs.at(0);
    const auto parameter = [&model](const std::string& name) -> std::span<const float> {
        if (name.empty()) return {};
        return model.parameter(name).values;
    };
    switch (node.op) {
    case Op::gemm:
        return gemm(x, parameter(node.weight), parameter(node.bias), model.parameter(node.weight).shape[0]);
    case Op::positions:
        return add_positions(x, parameter(node.weight));
    case Op::attention:
        return attention(x, node.heads, node.score_scale, node.causal);
    case Op::layernorm:
        return layernorm(x, parameter(node.weight), parameter(node.bias), node.epsilon);
    case Op::add:
        return add(x, *inputs.at(1));
    case Op::meanpool:
        return meanpool(x);
    default:
        return map(x, elementwise(node.op));
    }
}

Matrix forward(const Model& model, const Sequence& sequence, const Observer& observe) {
    std::map<std::string, Matrix> values;
    for (const Node& node : model.nodes) {
        std::vector<const Matrix*> inputs;
        for (const std::string& input : node.inputs)
            inputs.push_back(&values.at(input));
        Matrix value = inputs.empty() ? first_value(model, sequence) : evaluate_node(model, node, inputs);
        if (observe) observe(node, value);
        values[node.name] = std::move(value);
    }
    return values.at(model.output().name);
}

double (*elementwise(Op op))(double) {
    switch (op) {
    case Op::relu:
        return relu;
    case Op::gelu:
        return gelu;
    case Op::silu:
        return silu;
    case Op::tanh:
        return [](double x) { return std::tanh(x); };
    default:
        return nullptr;
    }
}

double cosine(std::span<const float> a, std::span<const float> b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += static_cast<double>(a[i]) * b[i];
        aa += static_cast<double>(a[i]) * a[i];
        bb += static_cast<double>(b[i]) * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : ab / std::sqrt(aa * bb);
}

} // namespace stavp::workloads
