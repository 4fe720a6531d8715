#include "tests/train/trainer_fixture.h"

#include "workloads/prune/oneshot.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace stavp::workloads::test {

namespace {

/// Label: which of the tokens 0, 1, 2 the sequence has one of; the others are noise.
Samples find_the_token(std::uint64_t seed, std::size_t count) {
    std::mt19937_64 generator(seed);
    Samples samples;
    for (std::size_t i = 0; i < count; ++i) {
        TokenIds ids(1 + generator() % most_rows);
        for (std::uint32_t& id : ids)
            id = 3 + static_cast<std::uint32_t>(generator() % (vocabulary_size - 3));
        const auto label = static_cast<std::uint32_t>(generator() % 3);
        ids[generator() % ids.size()] = label;
        samples.inputs.emplace_back(std::move(ids));
        samples.labels.push_back(label);
    }
    return samples;
}

TrainingPhase adam(std::uint64_t steps) {
    TrainingPhase phase;
    phase.learning_rate = 5e-3;
    phase.warmup_steps = 5;
    phase.steps = steps;
    phase.batch = 24;
    return phase;
}

Masking pruned_layers(Pattern pattern) {
    Masking masking;
    for (const char* name : {"first.qkv", "first.out", "first.wide", "first.narrow", "second.qkv", "second.out"})
        masking.patterns[name] = pattern;
    return masking;
}

} // namespace

TEST(Learning, a_task_that_needs_attention_to_no_more_than_one_token_is_learnt_under_2_of_8) {
    ModelMaker maker(1);
    const Model model = maker.every_op(Source::tokens_with_sinusoids);
    const TinyTask task(model, find_the_token(1, 400), 3);
    const Samples unseen = find_the_token(2, 200);
    EXPECT_LT(Trainer::accuracy(model, task, unseen, 2), 0.6);
    Trainer trainer(model, task, 2);
    trainer.train(adam(250), pruned_layers({2, 8}));
    Model candidate = trainer.master();
    prune_oneshot(candidate, {2, 8}, {"second.wide", "second.narrow", "head"});
    EXPECT_GT(Trainer::accuracy(candidate, task, unseen, 2), 0.95);
}

TEST(Learning, two_runs_give_the_same_bits) {
    ModelMaker maker(2);
    const Model model = maker.every_op(Source::tokens_with_learned_positions);
    const TinyTask task(model, find_the_token(1, 100), 3);
    for (const unsigned threads : {1U, 2U}) {
        Trainer once(model, task, threads);
        once.train(adam(25), pruned_layers({2, 4}));
        Trainer again(model, task, threads);
        again.train(adam(25), pruned_layers({2, 4}));
        EXPECT_TRUE(same_bits(once.master(), again.master()));
        EXPECT_FALSE(same_bits(once.master(), model));
    }
}

TEST(Learning, another_seed_gives_another_order) {
    ModelMaker maker(2);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 50, most_rows, 3), 3);
    TrainingPhase phase = adam(5);
    Trainer once(model, task, 1);
    once.train(phase, {});
    phase.seed = 2;
    Trainer again(model, task, 1);
    again.train(phase, {});
    EXPECT_FALSE(same_bits(once.master(), again.master()));
}

TEST(Learning, a_stretch_continued_from_its_saved_weights_gives_the_bits_of_the_unbroken_run) {
    ModelMaker maker(3);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 50, most_rows, 3), 3);
    Trainer whole(model, task, 2);
    whole.train(adam(10), pruned_layers({3, 4}));
    const Model saved = whole.master();
    whole.train(adam(10), pruned_layers({2, 4}));
    Trainer resumed(saved, task, 2);
    resumed.train(adam(10), pruned_layers({2, 4}));
    EXPECT_TRUE(same_bits(whole.master(), resumed.master()));
}

TEST(Learning, every_step_is_reported_once_and_epochs_go_on_until_the_steps_are_done) {
    ModelMaker maker(4);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, maker.samples(model, 10, most_rows, 3), 3);
    std::vector<std::uint64_t> steps;
    Trainer trainer(model, task, 1);
    trainer.train(plain_descent(7, 0.01, 4), {}, [&steps](const StepReport& report) {
        steps.push_back(report.step);
        return true;
    });
    EXPECT_EQ(steps, (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7}));
}

} // namespace stavp::workloads::test
