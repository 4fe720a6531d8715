#include "workloads/quantise/quantise.h"

#include "tests/pack/tiny_model.h"
#include "workloads/prune/oneshot.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

TEST(quantise_weight, is_within_half_a_step_and_uses_the_whole_range_of_each_row) {
    testing::Noise noise(9);
    Parameter weight = testing::random_matrix(noise, 5, 33, 0.4F);
    for (std::size_t i = 0; i < 33; ++i)
        weight.values[33 + i] *= 1000; // a row of another size
    const QuantisedWeight quantised = quantise_weight(weight);
    ASSERT_EQ(quantised.scales.size(), 5U);
    for (std::size_t row = 0; row < 5; ++row) {
        int greatest = 0;
        for (std::size_t i = row * 33; i < (row + 1) * 33; ++i) {
            EXPECT_LE(std::abs(quantised.values[i] * quantised.scales[row] - weight.values[i]),
                      0.5001 * quantised.scales[row]);
            greatest = std::max(greatest, std::abs(static_cast<int>(quantised.values[i])));
        }
        EXPECT_EQ(greatest, 127);
    }
}

TEST(quantise_weight, a_row_of_zeros_stays_zero_with_a_usable_scale) {
    const QuantisedWeight quantised = quantise_weight({{1, 3}, {0, 0, 0}});
    EXPECT_EQ(quantised.values, (std::vector<std::int8_t>{0, 0, 0}));
    EXPECT_GT(quantised.scales[0], 0);
}

TEST(quantise, keeps_the_pattern_and_the_float_weights) {
    Model model = testing::tiny_model();
    prune_oneshot(model, {2, 8}, {});
    const Model before = model;
    quantise(model, calibrate(model, {TokenIds{1, 2, 3}, TokenIds{4, 5, 6, 7}}, 100));
    ASSERT_EQ(model.quantised.size(), 6U);
    for (const auto& [name, weight] : model.quantised) {
        const std::size_t columns = model.parameter(name).shape[1];
        ASSERT_EQ(columns % 8, 0U);
        for (std::size_t i = 0; i < weight.values.size(); i += 8) {
            const auto group = std::span(weight.values).subspan(i, 8);
            EXPECT_LE(std::count_if(group.begin(), group.end(), [](int v) { return v != 0; }), 2) << name;
        }
        EXPECT_EQ(model.parameter(name).values, before.parameter(name).values);
    }
}

TEST(quantise, scales_follow_from_the_ranges) {
    Model model = testing::tiny_model();
    auto ranges = calibrate(model, {TokenIds{1, 2, 3}}, 100);
    ranges.at("add1") = {{6.35}, 10};
    quantise(model, ranges);
    EXPECT_DOUBLE_EQ(model.node("add1").scales.int8.at(0), 0.05);
    EXPECT_DOUBLE_EQ(model.node("add1").scales.int16, 20.0 / 32767);
}

TEST(quantise, refuses_a_value_that_calibration_never_moved) {
    Model model = testing::tiny_model();
    auto ranges = calibrate(model, {TokenIds{1, 2, 3}}, 100);
    ranges.at("ffn1") = {{0}, 0};
    EXPECT_THROW(quantise(model, ranges), std::invalid_argument);
}

} // namespace
} // namespace stavp::workloads
