#include "workloads/deploy/pick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

using ::testing::HasSubstr;

DeployedRow row(const std::string& series, Pattern pattern, double accuracy, std::uint64_t cycles,
                std::uint64_t bytes) {
    DeployedRow row;
    row.series = series;
    row.pattern = pattern;
    row.float_accuracy = accuracy + 0.001;
    row.int8_accuracy = accuracy;
    row.weights = {1000, bytes, 0};
    row.batch = {10, 16, 8 * cycles, 16.0 * static_cast<double>(cycles)};
    row.single = {1, 16, cycles, 2.0 * static_cast<double>(cycles)};
    return row;
}

/// Dense 87.2 % float, 10000 cycles = 20 us.
DeployTable table() {
    return {"a task",
            100,
            {row("dense", {}, 0.871, 10000, 1000), row("idp", {4, 8}, 0.869, 6000, 600),
             row("idp", {2, 8}, 0.860, 4000, 400), row("oneshot", {4, 8}, 0.840, 6000, 600),
             row("idp", {1, 8}, 0.830, 3000, 300)}};
}

TEST(pick, with_an_accuracy_drop_takes_the_fastest_that_keeps_it) {
    const Choice close = pick(table(), {.max_drop = 0.005});
    EXPECT_EQ(close.winner, 1U); // 0.872 - 0.005 = 0.867
    EXPECT_EQ(close.reasons[0], "slower: 10000 cycles against 6000");
    EXPECT_EQ(close.reasons[2], "accuracy 86.00 % is below 86.70 %");
    EXPECT_EQ(close.reasons[1], "");
    EXPECT_EQ(pick(table(), {.max_drop = 0.015}).winner, 2U);
    EXPECT_EQ(pick(table(), {.max_drop = 0.1}).winner, 4U);
    EXPECT_EQ(pick(table(), {.min_accuracy = 0.87}).winner, 0U);
}

TEST(pick, with_a_latency_takes_the_most_accurate_within_it) {
    const Choice fast = pick(table(), {.max_latency_us = 12});
    EXPECT_EQ(fast.winner, 1U);
    EXPECT_EQ(fast.reasons[0], "latency 20.00 us is above 12.00 us");
    EXPECT_EQ(fast.reasons[2], "less accurate: 86.00 % against 86.90 %");
    EXPECT_EQ(pick(table(), {.max_cycles = 4000}).winner, 2U);
    EXPECT_EQ(pick(table(), {.max_cycles = 3999}).winner, 4U);
    EXPECT_EQ(pick(table(), {.max_latency_us = 1000}).winner, 0U);
}

TEST(pick, with_both_takes_the_fastest_that_satisfies_both) {
    EXPECT_EQ(pick(table(), {.min_accuracy = 0.835, .max_cycles = 6000}).winner, 2U);
    const Choice none = pick(table(), {.min_accuracy = 0.865, .max_cycles = 5000});
    EXPECT_FALSE(none.winner);
    EXPECT_EQ(none.nearest, 2U); // 0.58 % of accuracy short; idp 4:8 needs 20 % more cycles
    EXPECT_THAT(none.reasons[1], HasSubstr("6000 cycles are more than 5000"));
    EXPECT_THAT(none.reasons[3], HasSubstr("accuracy 84.00 % is below 86.50 %; 6000 cycles are more than 5000"));
}

TEST(pick, breaks_ties_by_the_other_measure_then_bytes_then_order) {
    DeployTable ties = table();
    ties.rows = {row("dense", {}, 0.9, 500, 1000), row("a", {2, 8}, 0.8, 500, 500), row("b", {2, 8}, 0.9, 500, 400),
                 row("c", {2, 8}, 0.9, 500, 400)};
    const Choice choice = pick(ties, {.min_accuracy = 0.5});
    EXPECT_EQ(choice.winner, 2U);
    EXPECT_EQ(choice.reasons[0], "as good but larger: 1000 bytes against 400");
    EXPECT_EQ(choice.reasons[1], "less accurate: 80.00 % against 90.00 %");
    EXPECT_EQ(choice.reasons[3], "as good, but later in the table");
}

TEST(pick, a_bound_that_is_just_met_is_met) {
    EXPECT_EQ(pick(table(), {.min_accuracy = 0.860}).winner, 2U);
    EXPECT_EQ(pick(table(), {.max_latency_us = 20}).winner, 0U);
}

} // namespace
} // namespace stavp::workloads
