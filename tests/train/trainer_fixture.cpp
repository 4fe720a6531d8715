#include "tests/train/trainer_fixture.h"

#include "workloads/float/forward.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace stavp::workloads::test {

namespace {

constexpr std::size_t width = 8;
constexpr std::uint32_t feature_columns = 5;

} // namespace

std::uint32_t ModelMaker::below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(generator_() % bound);
}

std::string ModelMaker::parameter(Model& model, const std::string& name, std::vector<std::size_t> shape, float spread,
                                  float centre) {
    std::normal_distribution<float> normal(centre, spread);
    std::size_t count = 1;
    for (const std::size_t extent : shape)
        count *= extent;
    Parameter parameter{std::move(shape), std::vector<float>(count)};
    std::generate(parameter.values.begin(), parameter.values.end(), [&] { return normal(generator_); });
    model.parameters[name] = std::move(parameter);
    return name;
}

Node ModelMaker::gemm(Model& model, const std::string& name, const std::string& x, std::size_t in, std::size_t out) {
    Node node{.name = name, .op = Op::gemm, .inputs = {x}};
    node.weight = parameter(model, name + ".weight", {out, in});
    node.bias = parameter(model, name + ".bias", {out});
    return node;
}

std::string ModelMaker::layer(Model& model, const std::string& name, const std::string& x, Op activation, bool causal) {
    Node norm{.name = name + ".norm", .op = Op::layernorm, .inputs = {x}, .epsilon = 1e-5};
    norm.weight = parameter(model, norm.name + ".gamma", {width}, 0.2F, 1);
    norm.bias = parameter(model, norm.name + ".beta", {width}, 0.2F);
    model.nodes.push_back(norm);
    model.nodes.push_back(gemm(model, name + ".qkv", norm.name, width, 3 * width));
    model.nodes.push_back({.name = name + ".attention",
                           .op = Op::attention,
                           .inputs = {name + ".qkv"},
                           .heads = 2,
                           .score_scale = 0.7,
                           .causal = causal});
    model.nodes.push_back(gemm(model, name + ".out", name + ".attention", width, width));
    model.nodes.push_back({.name = name + ".sum", .op = Op::add, .inputs = {x, name + ".out"}});
    model.nodes.push_back(gemm(model, name + ".wide", name + ".sum", width, 13));
    model.nodes.push_back({.name = name + ".activation", .op = activation, .inputs = {name + ".wide"}});
    model.nodes.push_back(gemm(model, name + ".narrow", name + ".activation", 13, width));
    model.nodes.push_back({.name = name + ".result", .op = Op::add, .inputs = {name + ".sum", name + ".narrow"}});
    return name + ".result";
}

Model ModelMaker::every_op(Source source) {
    Model model;
    model.name = "every-op";
    if (source == Source::features) {
        model.nodes.push_back({.name = "rows", .op = Op::input, .max_tokens = most_rows, .columns = feature_columns});
        model.nodes.push_back(gemm(model, "lift", "rows", feature_columns, width));
    } else {
        Node table{.name = "lift", .op = Op::embedding, .table_scale = 2, .max_tokens = most_rows};
        table.weight = parameter(model, "table", {vocabulary_size, width});
        table.positions = source == Source::tokens_with_sinusoids
                              ? parameter(model, "timescales", {width / 2}, 0.3F, 0.5F)
                              : parameter(model, "embedding.positions", {most_rows, width});
        model.nodes.push_back(table);
    }
    Node positions{.name = "placed", .op = Op::positions, .inputs = {"lift"}};
    positions.weight = parameter(model, "positions", {most_rows + 2, width});
    model.nodes.push_back(positions);
    const std::string first = layer(model, "first", "placed", Op::gelu, false);
    const std::string second = layer(model, "second", first, Op::relu, true);
    model.nodes.push_back({.name = "gate", .op = Op::silu, .inputs = {second}});
    model.nodes.push_back({.name = "pool", .op = Op::meanpool, .inputs = {"gate"}});
    model.nodes.push_back({.name = "squash", .op = Op::tanh, .inputs = {"pool"}});
    model.nodes.push_back(gemm(model, "head", "squash", width, 3));
    return model;
}

Model ModelMaker::one_layer(std::uint32_t in, std::uint32_t out) {
    Model model;
    model.name = "one-layer";
    model.nodes.push_back({.name = "rows", .op = Op::input, .max_tokens = most_rows, .columns = in});
    Node layer{.name = "layer", .op = Op::gemm, .inputs = {"rows"}};
    layer.weight = parameter(model, "layer.weight", {out, in});
    model.nodes.push_back(layer);
    model.nodes.push_back({.name = "pool", .op = Op::meanpool, .inputs = {"layer"}});
    return model;
}

Samples ModelMaker::samples(const Model& model, std::size_t count, std::uint32_t max_rows, std::uint32_t classes) {
    std::normal_distribution<float> normal;
    Samples samples;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t rows = 1 + below(max_rows);
        if (model.nodes.front().op == Op::input) {
            Matrix features(rows, model.nodes.front().columns);
            std::generate(features.values.begin(), features.values.end(), [&] { return normal(generator_); });
            samples.inputs.emplace_back(std::move(features));
        } else {
            TokenIds ids(rows);
            std::generate(ids.begin(), ids.end(), [&] { return below(vocabulary_size); });
            samples.inputs.emplace_back(std::move(ids));
        }
        samples.labels.push_back(below(classes));
    }
    return samples;
}

double float_loss(const Model& model, const Samples& samples) {
    double sum = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Matrix logits = forward(model, samples.inputs[i]);
        double exponentials = 0;
        for (const float logit : logits.values)
            exponentials += std::exp(static_cast<double>(logit));
        sum += std::log(exponentials) - logits.values[samples.labels[i]];
    }
    return sum / static_cast<double>(samples.size());
}

TrainingPhase plain_descent(std::uint64_t steps, double learning_rate, std::uint32_t batch) {
    TrainingPhase phase;
    phase.optimiser = Optimiser::sgd;
    phase.learning_rate = learning_rate;
    phase.momentum = 0;
    phase.schedule = Schedule::constant;
    phase.steps = steps;
    phase.batch = batch;
    phase.clip_norm = 0;
    return phase;
}

bool same_bits(const Model& a, const Model& b) {
    return std::equal(a.parameters.begin(), a.parameters.end(), b.parameters.begin(), b.parameters.end(),
                      [](const auto& x, const auto& y) {
                          const auto& p = x.second.values;
                          const auto& q = y.second.values;
                          return x.first == y.first && p.size() == q.size() &&
                                 std::memcmp(p.data(), q.data(), p.size() * sizeof(float)) == 0;
                      });
}

} // namespace stavp::workloads::test
