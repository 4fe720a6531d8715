#include "tests/train/trainer_fixture.h"

#include "workloads/float/forward.h"
#include "workloads/prune/oneshot.h"

#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads::test {

namespace {

Masking all_gemms(const Model& model, Pattern pattern) {
    Masking masking;
    for (const Node& node : model.nodes)
        if (node.op == Op::gemm) masking.patterns[node.name] = pattern;
    return masking;
}

Masking fixed_magnitude(const Model& model, Pattern pattern) {
    Masking masking{.rule = Masking::Rule::fixed};
    for (const Node& node : model.nodes) {
        if (node.op != Op::gemm) continue;
        const Parameter& weight = model.parameter(node.weight);
        masking.masks[node.name] = magnitude_mask(weight.values, weight.shape[1], pattern);
    }
    return masking;
}

/// Gradient with respect to the layer's masked weight of the mean cross-entropy of softmax(mean(x) W^T), by hand.
std::vector<double> one_layer_gradient(const std::vector<float>& masked, const Samples& samples, std::size_t in,
                                       std::size_t out) {
    std::vector<double> gradient(in * out);
    for (std::size_t s = 0; s < samples.size(); ++s) {
        const Matrix x = meanpool(std::get<Matrix>(samples.inputs[s]));
        std::vector<double> share(out);
        double sum = 0;
        for (std::size_t o = 0; o < out; ++o) {
            double logit = 0;
            for (std::size_t i = 0; i < in; ++i)
                logit += static_cast<double>(masked[o * in + i]) * x.values[i];
            sum += share[o] = std::exp(logit);
        }
        for (std::size_t o = 0; o < out; ++o) {
            const double error = share[o] / sum - (samples.labels[s] == o ? 1 : 0);
            for (std::size_t i = 0; i < in; ++i)
                gradient[o * in + i] += error * x.values[i] / static_cast<double>(samples.size());
        }
    }
    return gradient;
}

} // namespace

TEST(DynamicMasking, one_step_follows_the_straight_through_formula_with_the_decay_of_sr_ste) {
    constexpr std::size_t in = 11; // groups of 8 and 3
    constexpr std::size_t out = 3;
    ModelMaker maker(8);
    const Model model = maker.one_layer(in, out);
    const TinyTask task(model, maker.samples(model, 10, most_rows, out), out);
    const std::vector<float> weight = model.parameter("layer.weight").values;
    const auto mask = magnitude_mask(weight, in, {2, 8});
    std::vector<float> masked = weight;
    for (std::size_t i = 0; i < masked.size(); ++i)
        if (mask[i] == 0) masked[i] = 0;
    const auto gradient = one_layer_gradient(masked, task.training(), in, out);
    for (const double decay : {0.0, 2e-4, 0.3}) {
        TrainingPhase phase = plain_descent(1, 0.25, 10);
        phase.sr_ste_decay = decay;
        Trainer trainer(model, task, 2);
        trainer.train(phase, all_gemms(model, {2, 8}));
        const Model after = trainer.master();
        for (std::size_t i = 0; i < weight.size(); ++i) {
            const double expected = weight[i] - 0.25 * (gradient[i] + decay * (1 - mask[i]) * weight[i]);
            ASSERT_NEAR(after.parameter("layer.weight").values[i], expected, 1e-6) << i << ", decay " << decay;
        }
    }
}

TEST(DynamicMasking, every_step_sees_the_loss_of_the_masked_model) {
    ModelMaker maker(9);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 12, most_rows, 3), 3);
    Trainer trainer(model, task, 2);
    for (std::uint64_t step = 0; step < 6; ++step) {
        Model masked = trainer.master();
        prune_oneshot(masked, {1, 4}, {});
        double seen = 0;
        trainer.train(plain_descent(1, 0.2, 12), all_gemms(model, {1, 4}), [&seen](const StepReport& report) {
            seen = report.loss;
            return true;
        });
        ASSERT_NEAR(seen, float_loss(masked, task.training()), 1e-4) << step;
    }
}

TEST(DynamicMasking, masters_stay_dense_and_masked_weights_are_trained_too) {
    ModelMaker maker(10);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 12, most_rows, 3), 3);
    Trainer trainer(model, task, 2);
    trainer.train(plain_descent(1, 0.2, 12), all_gemms(model, {1, 8}));
    const auto& before = model.parameter("first.wide.weight").values;
    const auto after = trainer.master().parameter("first.wide.weight").values;
    const auto mask = magnitude_mask(before, 8, {1, 8});
    std::size_t moved = 0;
    for (std::size_t i = 0; i < before.size(); ++i)
        moved += mask[i] == 0 && after[i] != before[i] ? 1 : 0;
    EXPECT_GT(moved, before.size() / 2);
}

TEST(DynamicMasking, layers_without_entry_and_n_of_n_are_dense) {
    ModelMaker maker(11);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 12, most_rows, 3), 3);
    Trainer dense(model, task, 1);
    dense.train(plain_descent(2, 0.2, 12), {});
    Trainer whole(model, task, 1);
    whole.train(plain_descent(2, 0.2, 12), all_gemms(model, {8, 8}));
    EXPECT_TRUE(same_bits(dense.master(), whole.master()));
}

class FixedMasking : public testing::TestWithParam<Optimiser> {};

TEST_P(FixedMasking, masked_weights_are_zero_and_the_others_move) {
    ModelMaker maker(12);
    const Model model = maker.every_op(Source::tokens_with_sinusoids);
    const TinyTask task(model, maker.samples(model, 30, most_rows, 3), 3);
    const Masking masking = fixed_magnitude(model, {2, 4});
    TrainingPhase phase;
    phase.optimiser = GetParam();
    phase.learning_rate = 0.05;
    phase.weight_decay = 0.1;
    phase.steps = 20;
    phase.batch = 7;
    phase.sr_ste_decay = 2e-4;
    Trainer trainer(model, task, 2);
    TrainingPhase before = phase;
    before.steps = 5;
    trainer.train(before, {}); // momentum of a dense phase must not leak into the fixed one
    trainer.train(phase, masking);
    const Model after = trainer.master();
    for (const auto& [name, mask] : masking.masks) {
        const auto& values = after.parameter(model.node(name).weight).values;
        for (std::size_t i = 0; i < mask.size(); ++i)
            ASSERT_EQ(values[i] != 0, mask[i] == 1) << name << "[" << i << "]";
    }
}

INSTANTIATE_TEST_SUITE_P(optimisers, FixedMasking, testing::Values(Optimiser::sgd, Optimiser::adamw));

TEST(FixedMasks, even_without_steps_weights_are_masked) {
    ModelMaker maker(13);
    Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 4, most_rows, 3), 3);
    Trainer trainer(model, task, 1);
    trainer.train(plain_descent(0, 1, 4), fixed_magnitude(model, {1, 8}));
    prune_oneshot(model, {1, 8}, {});
    for (const auto& [name, parameter] : model.parameters)
        EXPECT_EQ(trainer.master().parameter(name).values, parameter.values) << name;
}

} // namespace stavp::workloads::test
