#include "workloads/prune/oneshot.h"

#include "tests/pack/tiny_model.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

using Mask = std::vector<std::uint8_t>;

TEST(magnitude_mask, keeps_the_greatest_of_each_group) {
    const std::vector<float> weights{0.1F, -0.9F, 0.3F, 0.2F, /**/ -4, 3, -2, 1};
    EXPECT_EQ(magnitude_mask(weights, 8, {2, 4}), (Mask{0, 1, 1, 0, 1, 1, 0, 0}));
    EXPECT_EQ(magnitude_mask(weights, 8, {2, 8}), (Mask{0, 0, 0, 0, 1, 1, 0, 0}));
}

TEST(magnitude_mask, ties_go_to_the_lower_index) {
    EXPECT_EQ(magnitude_mask(std::vector<float>{1, -1, 1, -1}, 4, {2, 4}), (Mask{1, 1, 0, 0}));
}

TEST(magnitude_mask, groups_do_not_run_over_the_end_of_a_row) {
    // Rows of 6 in groups of 4: the second group has two members and keeps both.
    const std::vector<float> weights{1, 2, 3, 4, 0.1F, 0.2F, 9, 1, 1, 8, 0.5F, 7};
    EXPECT_EQ(magnitude_mask(weights, 6, {2, 4}), (Mask{0, 0, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1}));
}

TEST(magnitude_mask, no_dropped_weight_is_greater_than_a_kept_one_of_its_group) {
    testing::Noise noise(5);
    const Parameter weight = testing::random_matrix(noise, 6, 64, 1);
    for (const Pattern pattern : {Pattern{1, 2}, {1, 4}, {3, 4}, {2, 8}, {7, 8}, {4, 16}, {5, 32}, {8, 8}}) {
        const Mask mask = magnitude_mask(weight.values, 64, pattern);
        for (std::size_t group = 0; group < mask.size(); group += pattern.m) {
            float least_kept = 10;
            float most_dropped = 0;
            std::uint32_t kept = 0;
            for (std::size_t i = group; i < group + pattern.m; ++i) {
                const float magnitude = std::abs(weight.values[i]);
                kept += mask[i];
                (mask[i] ? least_kept : most_dropped) =
                    mask[i] ? std::min(least_kept, magnitude) : std::max(most_dropped, magnitude);
            }
            EXPECT_EQ(kept, pattern.n) << to_string(pattern);
            EXPECT_GE(least_kept, most_dropped) << to_string(pattern);
        }
    }
}

TEST(prune_oneshot, prunes_every_gemm_but_the_excluded_and_reports_the_energy) {
    Model model = testing::tiny_model();
    const Model before = model;
    const auto report = prune_oneshot(model, {2, 8}, {"head"});
    for (const PrunedLayer& layer : report) {
        const auto& old_values = before.parameter(model.node(layer.name).weight).values;
        const auto& new_values = model.parameter(model.node(layer.name).weight).values;
        double kept = 0;
        double all = 0;
        for (std::size_t i = 0; i < old_values.size(); ++i) {
            EXPECT_TRUE(new_values[i] == 0 || new_values[i] == old_values[i]);
            kept += static_cast<double>(new_values[i]) * new_values[i];
            all += static_cast<double>(old_values[i]) * old_values[i];
        }
        EXPECT_NEAR(layer.kept_energy, kept / all, 1e-12);
        EXPECT_EQ(layer.kept, layer.name == "head" ? layer.weights : layer.weights / 4);
        EXPECT_EQ(model.node(layer.name).pattern, layer.name == "head" ? Pattern{} : (Pattern{2, 8}));
    }
    EXPECT_EQ(report.size(), 6U);
    EXPECT_EQ(model.parameter("table").values, before.parameter("table").values);
}

TEST(prune_oneshot, dense_changes_nothing) {
    Model model = testing::tiny_model();
    const Model before = model;
    prune_oneshot(model, {}, {});
    for (const auto& [name, parameter] : before.parameters)
        EXPECT_EQ(model.parameter(name).values, parameter.values);
}

TEST(prune_oneshot, refuses_names_that_are_no_gemm) {
    Model model = testing::tiny_model();
    EXPECT_THROW(prune_oneshot(model, {2, 4}, {"nothing"}), std::invalid_argument);
    EXPECT_THROW(prune_oneshot(model, {2, 4}, {"norm1"}), std::invalid_argument);
}

} // namespace
} // namespace stavp::workloads
