#include "tests/train/trainer_fixture.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads::test {

namespace {

/// (before - after) / rate: what one step of plain descent over all samples took for the gradient.
double gradient(const Model& before, const Model& after, const std::string& name, std::size_t i, double rate) {
    return (static_cast<double>(before.parameter(name).values[i]) - after.parameter(name).values[i]) / rate;
}

/// Of the float executor's loss to the left and to the right, in ascending order: they differ at a kink of relu only.
std::pair<double, double> difference_quotients(const Model& model, const Samples& samples, const std::string& name,
                                               std::size_t i) {
    const float step = 2e-3F;
    const auto loss_at = [&](float offset) {
        Model moved = model;
        moved.parameters.at(name).values[i] += offset;
        return float_loss(moved, samples);
    };
    const double centre = loss_at(0);
    return std::minmax({(centre - loss_at(-step)) / step, (loss_at(step) - centre) / step});
}

} // namespace

class GradientAgreement : public testing::TestWithParam<Source> {};

TEST_P(GradientAgreement, of_every_parameter_is_the_difference_quotient_of_the_float_executors_loss) {
    ModelMaker maker(3);
    const Model model = maker.every_op(GetParam());
    const TinyTask task(model, maker.samples(model, 12, most_rows, 3), 3);
    const double rate = 0.5;
    Trainer trainer(model, task, 2);
    trainer.train(plain_descent(1, rate, 12), {});
    const Model after = trainer.master();
    for (const auto& [name, parameter] : model.parameters) {
        if (name == "timescales") continue;
        for (std::size_t i = 0; i < parameter.values.size(); i += 3) {
            const auto [least, most] = difference_quotients(model, task.training(), name, i);
            const double found = gradient(model, after, name, i, rate);
            ASSERT_GT(found, least - 1e-3) << name << "[" << i << "]";
            ASSERT_LT(found, most + 1e-3) << name << "[" << i << "]";
        }
    }
}

INSTANTIATE_TEST_SUITE_P(sources, GradientAgreement,
                         testing::Values(Source::tokens_with_sinusoids, Source::tokens_with_learned_positions,
                                         Source::features));

TEST(Gradient, time_scales_of_sinusoids_and_frozen_parameters_stay_as_they_are) {
    ModelMaker maker(4);
    const Model model = maker.every_op(Source::tokens_with_sinusoids);
    TinyTask task(model, maker.samples(model, 12, most_rows, 3), 3);
    task.frozen = {"table"};
    Trainer trainer(model, task, 1);
    TrainingPhase phase = plain_descent(3, 0.1, 4);
    phase.weight_decay = 0.1;
    trainer.train(phase, {});
    const Model after = trainer.master();
    for (const auto& [name, parameter] : model.parameters)
        EXPECT_EQ(after.parameter(name).values == parameter.values, name == "timescales" || name == "table") << name;
}

TEST(Gradient, weight_decay_shrinks_matrices_only) {
    ModelMaker maker(5);
    const Model model = maker.every_op(Source::tokens_with_learned_positions);
    const TinyTask task(model, maker.samples(model, 12, most_rows, 3), 3);
    TrainingPhase phase = plain_descent(1, 0.1, 12);
    Trainer without(model, task, 1);
    without.train(phase, {});
    phase.weight_decay = 0.5;
    Trainer with(model, task, 1);
    with.train(phase, {});
    for (const auto& [name, parameter] : model.parameters) {
        const bool matrix = name.ends_with(".weight") || name == "table";
        for (std::size_t i = 0; i < parameter.values.size(); ++i) {
            const float shrunk = matrix ? 0.1F * 0.5F * parameter.values[i] : 0;
            ASSERT_NEAR(without.master().parameter(name).values[i] - shrunk, with.master().parameter(name).values[i],
                        1e-6)
                << name;
        }
    }
}

TEST(Gradient, clipping_shortens_the_whole_gradient_to_the_norm) {
    ModelMaker maker(6);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 12, most_rows, 3), 3);
    TrainingPhase phase = plain_descent(1, 1, 12);
    phase.clip_norm = 0.01;
    Trainer trainer(model, task, 2);
    trainer.train(phase, {});
    double squares = 0;
    for (const auto& [name, parameter] : model.parameters)
        for (std::size_t i = 0; i < parameter.values.size(); ++i)
            squares += std::pow(gradient(model, trainer.master(), name, i, 1), 2);
    EXPECT_NEAR(std::sqrt(squares), 0.01, 1e-4);
}

TEST(Gradient, does_not_depend_on_how_a_batch_is_shared_out) {
    ModelMaker maker(7);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 9, most_rows, 3), 3);
    Trainer alone(model, task, 1);
    alone.train(plain_descent(1, 1, 9), {});
    for (const unsigned threads : {2U, 3U, 16U}) {
        Trainer shared(model, task, threads);
        shared.train(plain_descent(1, 1, 9), {});
        for (const auto& [name, parameter] : model.parameters)
            for (std::size_t i = 0; i < parameter.values.size(); ++i)
                ASSERT_NEAR(alone.master().parameter(name).values[i], shared.master().parameter(name).values[i], 1e-5)
                    << name << " " << threads;
    }
}

} // namespace stavp::workloads::test
