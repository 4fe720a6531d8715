#include "platform/sweep/latin_hypercube.h"
#include "tests/sweep/sweep_text.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace {

using namespace stavp;

std::string random_sweep(const std::string& samples, const std::string& seed, const std::string& rest) {
    return "mode: random\nsamples: " + samples + "\nseed: " + seed + "\n" + kSynth + rest;
}

const std::string kAxes = "axes: {sta.rows: {from: 1, to: 100, step: 1}, sta.cols: {from: 1, to: 100, step: 1}}\n";

TEST(LatinHypercube, each_stratum_of_each_axis_holds_one_sample) {
    constexpr std::size_t kSamples = 20;
    workloads::Random random(5);
    const auto choices = sweep::latin_hypercube({1000, 40, 20}, kSamples, random);
    ASSERT_EQ(choices.size(), kSamples);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::size_t values_per_stratum = std::vector<std::size_t>{50, 2, 1}[axis];
        std::set<std::size_t> strata;
        for (const auto& choice : choices)
            strata.insert(choice[axis] / values_per_stratum);
        EXPECT_EQ(strata.size(), kSamples) << "axis " << axis;
        EXPECT_EQ(*strata.rbegin(), kSamples - 1);
    }
}

TEST(LatinHypercube, few_values_come_equally_often) {
    workloads::Random random(5);
    std::map<std::size_t, int> counts;
    for (const auto& choice : sweep::latin_hypercube({4}, 20, random))
        ++counts[choice[0]];
    EXPECT_EQ(counts, (std::map<std::size_t, int>{{0, 5}, {1, 5}, {2, 5}, {3, 5}}));
}

TEST(LatinHypercube, axes_are_shuffled_apart) {
    workloads::Random random(5);
    int equal = 0;
    for (const auto& choice : sweep::latin_hypercube({50, 50}, 50, random))
        equal += choice[0] == choice[1] ? 1 : 0;
    EXPECT_LT(equal, 10);
}

TEST(Below, every_number_below_the_bound_comes_and_none_beyond) {
    workloads::Random random(1);
    std::map<std::uint64_t, int> counts;
    for (int i = 0; i < 6000; ++i)
        ++counts[sweep::below(random, 6)];
    ASSERT_EQ(counts.size(), 6u);
    for (const auto& [value, count] : counts)
        EXPECT_NEAR(count, 1000, 150) << value;
}

TEST(RandomSweep, a_seed_always_gives_the_same_points_and_another_one_others) {
    const auto points = rows_of(random_sweep("30", "1", kAxes));
    EXPECT_EQ(points.size(), 30u);
    EXPECT_EQ(points, rows_of(random_sweep("30", "1", kAxes)));
    EXPECT_NE(points, rows_of(random_sweep("30", "2", kAxes)));
}

// Computed by a program of its own, in another language, from the rules in docs/sweeps.md.
TEST(RandomSweep, the_points_of_a_seed_are_those_of_an_independent_program) {
    EXPECT_EQ(rows_of(random_sweep("4", "1", kAxes)), (std::vector<std::string>{"60 74", "18 24", "79 99", "27 42"}));
}

TEST(RandomSweep, rejected_samples_are_replaced_until_there_are_enough) {
    const auto sweep = sweep_of(random_sweep("40", "1", kAxes + "constraints: [sta.rows * sta.cols <= 1000]\n"));
    const auto plan = sweep::plan(sweep);
    EXPECT_EQ(plan.first.size(), 40u);
    EXPECT_EQ(plan.combinations, 40 + plan.left_out[0] + plan.doubles);
    EXPECT_GT(plan.left_out[0], 0u);
    std::set<std::string> distinct;
    for (const auto& point : plan.first) {
        distinct.insert(values_of(point));
        EXPECT_LE(std::stoi(point.columns[0].second) * std::stoi(point.columns[1].second), 1000);
    }
    EXPECT_EQ(distinct.size(), 40u);
}

TEST(RandomSweep, a_needle_is_found_in_the_haystack) {
    EXPECT_EQ(rows_of(random_sweep("1", "1", kAxes + "constraints: [sta.rows == 77 and sta.cols == 13]\n")),
              (std::vector<std::string>{"77 13"}));
}

TEST(RandomSweep, more_samples_than_the_constraints_allow_are_refused_with_the_number) {
    EXPECT_EQ(refusal_of(random_sweep("50", "1", kAxes + "constraints: [sta.rows + sta.cols <= 7]\n")),
              "s.yaml: samples: 50 wanted, but only 21 of 10000 combinations fulfil the constraints");
    EXPECT_EQ(refusal_of(random_sweep("5", "1", "axes: {sta.rows: [8, 16], sta.cols: [8, 16]}\n")),
              "s.yaml: samples: 5 wanted, but only 4 of 4 combinations fulfil the constraints");
}

TEST(RandomSweep, all_of_a_small_grid_can_be_drawn) {
    auto rows = rows_of(random_sweep("4", "3", "axes: {sta.rows: [8, 16], sta.cols: [8, 16]}\n"));
    std::sort(rows.begin(), rows.end());
    EXPECT_EQ(rows, (std::vector<std::string>{"16 16", "16 8", "8 16", "8 8"}));
}

TEST(RandomSweep, a_space_too_large_to_count_is_given_up_with_what_was_found) {
    const std::string thousand = "{from: 1, to: 1000, step: 1}";
    const auto refusal = refusal_of(random_sweep(
        "1", "1",
        "axes: {bus.outstanding: " + thousand + ", ddr.queue_depth: " + thousand + ", softmax.lanes: " + thousand +
            "}\nconstraints: [bus.outstanding + ddr.queue_depth + softmax.lanes <= 3 and bus.outstanding > 1]\n"));
    EXPECT_EQ(refusal, "s.yaml: samples: 1 wanted, but of 10001 draws only 0 fulfil the constraints");
}

} // namespace
