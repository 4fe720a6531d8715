#include "tests/train/trainer_fixture.h"

#include "workloads/float/forward.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace stavp::workloads::test {

class ForwardAgreement : public testing::TestWithParam<Source> {};

TEST_P(ForwardAgreement, loss_is_that_of_the_float_executor_for_every_sample) {
    ModelMaker maker(17);
    const Model model = maker.every_op(GetParam());
    const Samples samples = maker.samples(model, 40, most_rows, 3);
    const TinyTask task(model, samples, 3);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Samples one{{samples.inputs[i]}, {samples.labels[i]}};
        ASSERT_NEAR(Trainer::loss(model, task, one, 1), float_loss(model, one), 1e-4) << "sample " << i;
    }
}

TEST_P(ForwardAgreement, sequences_of_a_batch_do_not_see_each_other) {
    ModelMaker maker(18);
    const Model model = maker.every_op(GetParam());
    const Samples samples = maker.samples(model, 200, most_rows, 3);
    const TinyTask task(model, samples, 3);
    EXPECT_NEAR(Trainer::loss(model, task, samples, 2), float_loss(model, samples), 1e-4);
}

TEST_P(ForwardAgreement, accuracy_counts_the_float_executors_right_answers) {
    ModelMaker maker(19);
    const Model model = maker.every_op(GetParam());
    const Samples samples = maker.samples(model, 150, most_rows, 3);
    const TinyTask task(model, samples, 3);
    std::size_t right = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto logits = forward(model, samples.inputs[i]).values;
        right += std::max_element(logits.begin(), logits.end()) - logits.begin() == samples.labels[i] ? 1 : 0;
    }
    EXPECT_DOUBLE_EQ(Trainer::accuracy(model, task, samples, 2), static_cast<double>(right) / 150);
}

INSTANTIATE_TEST_SUITE_P(sources, ForwardAgreement,
                         testing::Values(Source::tokens_with_sinusoids, Source::tokens_with_learned_positions,
                                         Source::features));

TEST(Evaluation, uses_weights_as_they_are_whatever_the_pattern_says) {
    ModelMaker maker(20);
    Model model = maker.every_op(Source::features);
    const Samples samples = maker.samples(model, 20, most_rows, 3);
    const TinyTask task(model, samples, 3);
    const double before = Trainer::loss(model, task, samples, 1);
    for (Node& node : model.nodes)
        if (node.op == Op::gemm) node.pattern = {1, 8};
    EXPECT_EQ(Trainer::loss(model, task, samples, 1), before);
}

TEST(Evaluation, of_nothing_is_zero) {
    ModelMaker maker(21);
    const Model model = maker.every_op(Source::features);
    const TinyTask task(model, {}, 3);
    EXPECT_EQ(Trainer::accuracy(model, task, task.test(), 2), 0);
}

} // namespace stavp::workloads::test
