#include "tests/train/trainer_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads::test {

namespace {

using testing::HasSubstr;

struct Setting {
    ModelMaker maker{5};
    Model model = maker.every_op(Source::tokens_with_sinusoids);
    TinyTask task{model, maker.samples(model, 20, most_rows, 3), 3};
};

template <typename Exception, typename Action> std::string message_of(Action action) {
    try {
        action();
    } catch (const Exception& error) {
        return error.what();
    }
    return "no such exception";
}

} // namespace

TEST(Refusal, a_diverging_run_names_the_step) {
    Setting s;
    Trainer trainer(s.model, s.task, 2);
    TrainingPhase phase = plain_descent(50, 1e30, 5);
    EXPECT_THAT(message_of<std::runtime_error>([&] { trainer.train(phase, {}); }),
                testing::MatchesRegex("step [0-9]+ of 50: the (loss|gradient) is no longer finite.*"));
}

TEST(Refusal, a_report_that_says_no_stops_the_run) {
    Setting s;
    Trainer trainer(s.model, s.task, 2);
    const auto until_third = [](const StepReport& report) { return report.step < 3; };
    EXPECT_EQ(message_of<TrainingStopped>([&] { trainer.train(plain_descent(50, 0.01, 5), {}, until_third); }),
              "stopped after step 3 of 50");
}

TEST(Refusal, samples_that_the_model_cannot_take_are_named) {
    Setting s;
    const auto refused = [&s](const Sequence& sequence, std::uint32_t label) {
        const Samples samples{{TokenIds{1}, sequence}, {0, label}};
        return message_of<std::invalid_argument>([&] { Trainer::loss(s.model, s.task, samples, 1); });
    };
    EXPECT_EQ(refused(TokenIds{}, 0), "sample 1: 0 rows, the model takes 1 to 7");
    EXPECT_EQ(refused(TokenIds(8, 1), 0), "sample 1: 8 rows, the model takes 1 to 7");
    EXPECT_EQ(refused(TokenIds{vocabulary_size}, 0), "sample 1: token id 11 is unknown");
    EXPECT_EQ(refused(Matrix(1, 8), 0), "sample 1: the model takes token ids");
    EXPECT_EQ(refused(TokenIds{1}, 3), "sample 1: label 3 of a task with 3 classes");
}

TEST(Refusal, masks_and_patterns_that_fit_no_layer_are_named) {
    Setting s;
    Trainer trainer(s.model, s.task, 1);
    const auto refused = [&](const Masking& masking) {
        return message_of<std::invalid_argument>([&] { trainer.train(plain_descent(1, 0.1, 5), masking); });
    };
    EXPECT_THAT(refused({.patterns = {{"nowhere", {2, 4}}}}), HasSubstr("\"nowhere\""));
    EXPECT_EQ(refused({.patterns = {{"pool", {2, 4}}}}), "layer pool is no gemm");
    EXPECT_EQ(refused({.patterns = {{"head", {5, 4}}}}), "layer head: bad pattern");
    EXPECT_EQ(refused({.rule = Masking::Rule::fixed, .masks = {{"head", {1, 0}}}}),
              "layer head: 2 mask bits for 24 weights");
}

TEST(Refusal, a_model_that_does_not_give_one_row_of_the_tasks_classes) {
    Setting s;
    Model long_output = s.model;
    std::erase_if(long_output.nodes, [](const Node& node) { return node.op == Op::meanpool; });
    for (Node& node : long_output.nodes)
        if (node.name == "squash") node.inputs = {"gate"};
    EXPECT_THAT(message_of<std::invalid_argument>([&] { Trainer::loss(long_output, s.task, s.task.test(), 1); }),
                HasSubstr("more than one row"));
    const TinyTask other(s.model, {}, 4);
    EXPECT_EQ(message_of<std::invalid_argument>([&] { Trainer(s.model, other, 1); }),
              "model every-op gives 3 logits, the task has 4 classes");
}

TEST(Refusal, frozen_parameters_that_do_not_exist_quantised_models_and_no_threads) {
    Setting s;
    EXPECT_THROW(Trainer(s.model, s.task, 0), std::invalid_argument);
    s.task.frozen = {"tabel"};
    EXPECT_THAT(message_of<std::invalid_argument>([&] { Trainer(s.model, s.task, 1); }), HasSubstr("\"tabel\""));
    s.task.frozen = {};
    s.model.quantised["head.weight"] = {};
    EXPECT_THAT(message_of<std::invalid_argument>([&] { Trainer(s.model, s.task, 1); }), HasSubstr("quantised"));
}

TEST(Refusal, no_samples_or_an_empty_batch) {
    Setting s;
    const TinyTask empty(s.model, {}, 3);
    Trainer trainer(s.model, empty, 1);
    EXPECT_THROW(trainer.train(plain_descent(1, 0.1, 5), {}), std::invalid_argument);
    Trainer other(s.model, s.task, 1);
    EXPECT_THROW(other.train(plain_descent(1, 0.1, 0), {}), std::invalid_argument);
}

} // namespace stavp::workloads::test
