#include "workloads/train/torch/schedule.h"

#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads {

namespace {

TrainingPhase phase(Schedule schedule, std::uint64_t warmup, std::uint64_t steps) {
    TrainingPhase result;
    result.schedule = schedule;
    result.learning_rate = 2;
    result.warmup_steps = warmup;
    result.steps = steps;
    return result;
}

} // namespace

TEST(Schedule, warm_up_is_linear_and_ends_at_the_whole_rate) {
    for (const Schedule schedule : {Schedule::constant, Schedule::linear, Schedule::cosine}) {
        const TrainingPhase with = phase(schedule, 4, 10);
        EXPECT_DOUBLE_EQ(learning_rate(with, 1), 0.5);
        EXPECT_DOUBLE_EQ(learning_rate(with, 3), 1.5);
        EXPECT_DOUBLE_EQ(learning_rate(with, 4), 2);
    }
}

TEST(Schedule, constant_stays) {
    EXPECT_DOUBLE_EQ(learning_rate(phase(Schedule::constant, 0, 10), 10), 2);
}

TEST(Schedule, linear_falls_in_equal_steps_towards_zero_after_the_last) {
    const TrainingPhase linear = phase(Schedule::linear, 0, 4);
    EXPECT_DOUBLE_EQ(learning_rate(linear, 1), 2);
    EXPECT_DOUBLE_EQ(learning_rate(linear, 2), 1.5);
    EXPECT_DOUBLE_EQ(learning_rate(linear, 4), 0.5);
}

TEST(Schedule, cosine_is_half_way_in_the_middle) {
    const TrainingPhase cosine = phase(Schedule::cosine, 3, 10); // falls over steps 3 .. 11
    EXPECT_DOUBLE_EQ(learning_rate(cosine, 3), 2);
    EXPECT_NEAR(learning_rate(cosine, 7), 1, 1e-12);
    EXPECT_NEAR(learning_rate(cosine, 10), 1 + std::cos(std::acos(-1.0) * 7 / 8), 1e-12);
}

TEST(Schedule, a_single_step_has_the_whole_rate) {
    for (const Schedule schedule : {Schedule::constant, Schedule::linear, Schedule::cosine})
        EXPECT_DOUBLE_EQ(learning_rate(phase(schedule, 0, 1), 1), 2);
}

TEST(Schedule, warm_up_longer_than_the_phase_never_ends) {
    EXPECT_DOUBLE_EQ(learning_rate(phase(Schedule::cosine, 20, 10), 10), 1);
}

} // namespace stavp::workloads
