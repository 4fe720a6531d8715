#include "workloads/quantise/calibrate.h"

#include "tests/pack/tiny_model.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

const std::vector<Sequence> sequences{TokenIds{1, 2, 3}, TokenIds{4, 5}, TokenIds{6, 7, 8, 9, 10}};

TEST(calibrate, the_maximum_is_the_greatest_magnitude_of_all_sequences) {
    const Model model = testing::tiny_model();
    const auto ranges = calibrate(model, sequences, 100);
    double greatest = 0;
    for (const Sequence& sequence : sequences)
        for (const float value : first_value(model, sequence).values)
            greatest = std::max<double>(greatest, std::abs(value));
    EXPECT_EQ(ranges.at("embedding").maximum, greatest);
    EXPECT_EQ(ranges.at("embedding").clipped, std::vector<double>{greatest});
    EXPECT_EQ(ranges.size(), model.nodes.size());
}

TEST(calibrate, a_percentile_leaves_that_share_of_magnitudes_outside) {
    const Model model = testing::tiny_model();
    const double clipped = calibrate(model, sequences, 90).at("add1").clipped.at(0);
    std::size_t within = 0;
    std::size_t all = 0;
    for (const Sequence& sequence : sequences)
        forward(model, sequence, [&](const Node& node, const Matrix& value) {
            if (node.name != "add1") return;
            all += value.values.size();
            within += static_cast<std::size_t>(std::count_if(value.values.begin(), value.values.end(),
                                                             [&](float v) { return std::abs(v) <= clipped; }));
        });
    EXPECT_EQ(within, (all * 90 + 99) / 100); // no equal magnitudes among random reals
}

TEST(calibrate, queries_keys_and_values_have_ranges_of_their_own) {
    Model model = testing::tiny_model();
    auto& weight = model.parameters.at("qkv.weight").values;
    auto& bias = model.parameters.at("qkv.bias").values;
    for (std::size_t i = weight.size() / 3; i < weight.size() / 3 * 2; ++i)
        weight[i] *= 100; // keys
    for (std::size_t i = bias.size() / 3; i < bias.size() / 3 * 2; ++i)
        bias[i] *= 100;
    const auto before = calibrate(testing::tiny_model(), sequences, 100).at("qkv").clipped;
    const auto after = calibrate(model, sequences, 100).at("qkv").clipped;
    ASSERT_EQ(after.size(), 3U);
    EXPECT_EQ(after[0], before[0]);
    EXPECT_NEAR(after[1], 100 * before[1], 1e-3 * after[1]);
    EXPECT_EQ(after[2], before[2]);
}

TEST(calibrate, refuses_nothing_and_nonsense) {
    const Model model = testing::tiny_model();
    EXPECT_THROW(calibrate(model, {}, 100), std::invalid_argument);
    EXPECT_THROW(calibrate(model, sequences, 0), std::invalid_argument);
    EXPECT_THROW(calibrate(model, sequences, 100.1), std::invalid_argument);
}

} // namespace
} // namespace stavp::workloads
