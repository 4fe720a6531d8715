#include "tests/tasks/support.h"

#include <array>
#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(std::string_view task, const TaskSettings& settings) {
    return testing::complaint<std::invalid_argument>([&] { make_task(task, settings); });
}

TEST(tasks, are_known_by_name) {
    EXPECT_THAT(task_names(), ElementsAre("fashion-mnist-vit", "synthetic-sequences", "wordnet-use-lite"));
    EXPECT_EQ(refusal("fashion", {}),
              "unknown task 'fashion': tasks are fashion-mnist-vit, synthetic-sequences, wordnet-use-lite");
}

TEST(tasks, refuse_options_that_they_do_not_know_before_reading_any_data) {
    for (const std::string& name : task_names())
        EXPECT_THAT(refusal(name, testing::settings_of(1, {{"colour", "red"}})),
                    HasSubstr("task " + name + ": colour: unknown option; options are "));
}

TEST(tasks, refuse_values_that_make_no_sense) {
    const auto refused = [](const std::string& task, std::vector<std::pair<std::string, std::string>> options) {
        return refusal(task, testing::settings_of(1, std::move(options)));
    };
    EXPECT_EQ(refused("synthetic-sequences", {{"classes", "1"}}),
              "task synthetic-sequences: classes: expected a whole number from 2 to 256, got '1'");
    for (const std::string value : {"", "x", "8x", "-8", "8.0", "99999999999999999999"})
        EXPECT_THAT(refused("synthetic-sequences", {{"d", value}}), HasSubstr("d: expected a whole number")) << value;
    EXPECT_THAT(refused("synthetic-sequences", {{"d", "8"}, {"d", "8"}}), HasSubstr("d: given twice"));
    EXPECT_THAT(refused("synthetic-sequences", {{"d", "7"}}), HasSubstr("d: must be even"));
    EXPECT_EQ(refused("fashion-mnist-vit", {{"patch", "5"}}), "task fashion-mnist-vit: patch: 5 does not divide 28");
    EXPECT_EQ(refused("fashion-mnist-vit", {{"heads", "3"}}), "task fashion-mnist-vit: heads: 3 do not divide d 64");
    EXPECT_EQ(refused("fashion-mnist-vit", {{"activation", "tanh"}}),
              "task fashion-mnist-vit: activation: must be one of gelu, relu, got 'tanh'");
    TaskSettings cut = testing::settings_of(1);
    cut.max_rows = 15;
    EXPECT_EQ(refusal("fashion-mnist-vit", cut),
              "task fashion-mnist-vit: max_rows: images have 16 rows and are not cut");
}

TEST(tasks, count_the_greatest_logit_as_the_answer_and_the_first_of_equals) {
    const auto task = make_task("synthetic-sequences", testing::settings_of(1, {{"classes", "3"}}));
    const std::array<float, 3> clear{-3, 2, 1};
    const std::array<float, 3> tie{1, 2, 2};
    EXPECT_TRUE(task->correct(clear, 1));
    EXPECT_FALSE(task->correct(clear, 2));
    EXPECT_TRUE(task->correct(tie, 1));
    EXPECT_FALSE(task->correct(tie, 2));
}

} // namespace
} // namespace stavp::workloads
