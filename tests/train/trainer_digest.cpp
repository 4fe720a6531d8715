// Trains a small model wide enough for the BLAS to use its threads and prints a digest of the weights' bits.
#include "tests/train/trainer_fixture.h"

#include <bit>
#include <fmt/format.h>

int main() {
    using namespace stavp::workloads;
    test::ModelMaker maker(5);
    Model model = maker.one_layer(300, 200);
    model.nodes.insert(model.nodes.begin() + 2, Node{.name = "wide", .op = Op::gemm, .inputs = {"layer"}});
    model.nodes[2].weight = maker.parameter(model, "wide.weight", {150, 200}, 0.1F);
    model.nodes[3].inputs = {"wide"};
    const test::TinyTask task(model, maker.samples(model, 300, test::most_rows, 150), 150);
    TrainingPhase phase;
    phase.steps = 8;
    phase.batch = 100;
    Trainer trainer(model, task, 2);
    trainer.train(phase, {.patterns = {{"layer", {2, 8}}, {"wide", {1, 4}}}});
    std::uint64_t digest = 14695981039346656037U; // FNV-1a
    for (const auto& [name, parameter] : trainer.master().parameters)
        for (const float value : parameter.values)
            digest = (digest ^ std::bit_cast<std::uint32_t>(value)) * 1099511628211U;
    fmt::print("{:016x}\n", digest);
}
