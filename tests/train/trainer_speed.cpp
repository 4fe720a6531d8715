// Measures optimiser steps of the two sizes that the studies train: trainer_speed vit|use [threads] [steps] [N:M].
#include "workloads/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fmt/format.h>
#include <random>

namespace {

using namespace stavp::workloads;

class Builder {
public:
    explicit Builder(std::string name) { model.name = std::move(name); }

    std::string gemm(const std::string& name, const std::string& x, std::size_t in, std::size_t out) {
        Node node{.name = name, .op = Op::gemm, .inputs = {x}};
        node.weight = parameter(name + ".weight", {out, in}, 1 / std::sqrt(static_cast<float>(in)));
        node.bias = parameter(name + ".bias", {out}, 0);
        model.nodes.push_back(node);
        return name;
    }

    std::string layer(const std::string& name, const std::string& x, std::size_t in, std::size_t out, std::size_t inner,
                      Op activation) {
        norm(name + ".norm1", x, in);
        gemm(name + ".qkv", name + ".norm1", in, 3 * in);
        model.nodes.push_back({.name = name + ".attention",
                               .op = Op::attention,
                               .inputs = {name + ".qkv"},
                               .heads = 4,
                               .score_scale = 0.125});
        gemm(name + ".out", name + ".attention", in, out);
        const std::string residual = in == out ? x : gemm(name + ".residual", x, in, out);
        model.nodes.push_back({.name = name + ".sum1", .op = Op::add, .inputs = {residual, name + ".out"}});
        norm(name + ".norm2", name + ".sum1", out);
        gemm(name + ".wide", name + ".norm2", out, inner);
        model.nodes.push_back({.name = name + ".activation", .op = activation, .inputs = {name + ".wide"}});
        gemm(name + ".narrow", name + ".activation", inner, out);
        model.nodes.push_back({.name = name + ".sum2", .op = Op::add, .inputs = {name + ".sum1", name + ".narrow"}});
        return name + ".sum2";
    }

    void norm(const std::string& name, const std::string& x, std::size_t columns) {
        Node node{.name = name, .op = Op::layernorm, .inputs = {x}, .epsilon = 1e-6};
        node.weight = parameter(name + ".gamma", {columns}, 0, 1);
        node.bias = parameter(name + ".beta", {columns}, 0);
        model.nodes.push_back(node);
    }

    std::string parameter(const std::string& name, std::vector<std::size_t> shape, float spread, float centre = 0) {
        std::normal_distribution<float> normal(centre, spread == 0 ? 1e-9F : spread);
        Parameter values{shape, std::vector<float>(shape.size() == 2 ? shape[0] * shape[1] : shape[0])};
        for (float& value : values.values)
            value = normal(generator);
        model.parameters[name] = values;
        return name;
    }

    Model model;
    std::mt19937_64 generator{1};
};

class SpeedTask : public Task {
public:
    SpeedTask(bool vit) : vit_(vit) {
        std::mt19937_64 generator(2);
        std::normal_distribution<float> normal;
        for (std::size_t i = 0; i < 4096; ++i) {
            if (vit) {
                Matrix rows(16, 49);
                for (float& value : rows.values)
                    value = normal(generator);
                samples_.inputs.emplace_back(std::move(rows));
            } else { // lengths like those of glosses: 5 .. 40, mean 17
                TokenIds ids(5 + std::min<std::size_t>(generator() % 18 + generator() % 9, 35));
                for (auto& id : ids)
                    id = static_cast<std::uint32_t>(generator() % 8000);
                samples_.inputs.emplace_back(std::move(ids));
            }
            samples_.labels.push_back(static_cast<std::uint32_t>(generator() % classes()));
        }
    }
    std::uint32_t classes() const override { return vit_ ? 10 : 26; }
    const Samples& training() const override { return samples_; }
    const Samples& test() const override { return samples_; }
    std::vector<std::string> unpruned_by_default() const override { return {}; }
    std::vector<std::string> frozen_parameters() const override {
        return vit_ ? std::vector<std::string>{} : std::vector<std::string>{"table"};
    }
    Model initial_model() const override {
        Builder b(vit_ ? "vit" : "use-lite");
        std::string x = "lift";
        if (vit_) {
            b.model.nodes.push_back({.name = "patches", .op = Op::input, .max_tokens = 16, .columns = 49});
            b.gemm("embed", "patches", 49, 64);
            Node positions{.name = "lift", .op = Op::positions, .inputs = {"embed"}};
            positions.weight = b.parameter("positions", {16, 64}, 0.1F);
            b.model.nodes.push_back(positions);
            for (int i = 0; i < 4; ++i)
                x = b.layer(fmt::format("layer{}", i), x, 64, 64, 256, Op::gelu);
            b.norm("norm", x, 64);
            x = "norm";
        } else {
            Node table{.name = "lift", .op = Op::embedding, .table_scale = 2, .max_tokens = 128};
            table.weight = b.parameter("table", {8002, 256}, 0.1F);
            table.positions = b.parameter("timescales", {128}, 0.01F, 0.5F);
            b.model.nodes.push_back(table);
            x = b.layer("layer0", x, 256, 512, 1536, Op::relu);
            x = b.layer("layer1", x, 512, 512, 1536, Op::relu);
        }
        b.model.nodes.push_back({.name = "pool", .op = Op::meanpool, .inputs = {x}});
        b.gemm("head", "pool", vit_ ? 64 : 512, classes());
        return b.model;
    }

private:
    bool vit_;
    Samples samples_;
};

} // namespace

int main(int argc, char** argv) {
    const bool vit = argc < 2 || std::string_view(argv[1]) == "vit";
    const unsigned threads = argc > 2 ? static_cast<unsigned>(std::stoul(argv[2])) : 2;
    const std::uint64_t steps = argc > 3 ? std::stoul(argv[3]) : 50;
    const SpeedTask task(vit);
    const Model model = task.initial_model();
    Masking masking;
    if (argc > 4)
        for (const Node& node : model.nodes)
            if (node.op == Op::gemm && node.name != "head") masking.patterns[node.name] = parse_pattern(argv[4]);
    TrainingPhase phase;
    phase.batch = vit ? 128 : 32;
    phase.steps = steps;
    Trainer trainer(model, task, threads);
    using Clock = std::chrono::steady_clock;
    std::vector<double> milliseconds;
    auto last = Clock::now();
    std::clock_t processor = 0;
    trainer.train(phase, masking, [&](const StepReport&) {
        const auto now = Clock::now();
        milliseconds.push_back(std::chrono::duration<double, std::milli>(now - last).count());
        last = now;
        if (milliseconds.size() == 2) processor = std::clock(); // the first two find their memory
        return true;
    });
    const double cpu = 1e3 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC / (steps - 2.0);
    std::sort(milliseconds.begin(), milliseconds.end());
    const double median = milliseconds[milliseconds.size() / 2];
    const auto begin = Clock::now();
    Trainer::accuracy(model, task, task.test(), threads);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    fmt::print("{} {} threads: {:.1f} ms/step (median of {}; fastest {:.1f}), {:.1f} CPU-ms/step, {:.0f} samples/s; "
               "inference {:.0f} samples/s\n",
               model.name, threads, median, steps, milliseconds.front(), cpu, phase.batch / median * 1000,
               static_cast<double>(task.test().size()) / seconds);
}
