#include "workloads/train/torch/group_mask.h"

#include "workloads/prune/oneshot.h"

#include <gtest/gtest.h>
#include <random>

namespace stavp::workloads {

namespace {

/// The mask of the trainer as bytes.
std::vector<std::uint8_t> trained_mask(const std::vector<float>& weight, std::size_t columns, Pattern pattern) {
    std::vector<float> mask(weight.size(), -1);
    group_mask(weight, columns, pattern, mask);
    for (const float value : mask)
        EXPECT_TRUE(value == 0 || value == 1) << value;
    return {mask.begin(), mask.end()};
}

template <typename Function> void for_each_pattern(const Function& function) {
    for (const std::uint32_t m : {2U, 4U, 8U, 16U, 32U})
        for (std::uint32_t n = 1; n <= m; ++n)
            function(Pattern{n, m});
}

} // namespace

TEST(GroupMask, keeps_the_greatest_magnitudes_of_each_group) {
    EXPECT_EQ(trained_mask({1, -3, 2, 0.5F, 0, 4, -5, 6}, 8, {2, 4}),
              (std::vector<std::uint8_t>{0, 1, 1, 0, 0, 0, 1, 1}));
}

TEST(GroupMask, of_equals_keeps_the_first) {
    EXPECT_EQ(trained_mask({2, -2, 2, 2}, 4, {2, 4}), (std::vector<std::uint8_t>{1, 1, 0, 0}));
    EXPECT_EQ(trained_mask({0, -0.0F, 0, 0}, 4, {1, 4}), (std::vector<std::uint8_t>{1, 0, 0, 0}));
}

TEST(GroupMask, is_the_one_shot_pruners_mask_for_every_pattern_and_ragged_tail) {
    std::mt19937 generator(1);
    std::normal_distribution<float> normal;
    for_each_pattern([&](Pattern pattern) {
        for (const std::size_t columns : {1U, 5U, 8U, 31U, 32U, 45U, 64U}) {
            std::vector<float> weight(columns * 6);
            for (float& value : weight)
                value = normal(generator);
            ASSERT_EQ(trained_mask(weight, columns, pattern), magnitude_mask(weight, columns, pattern))
                << to_string(pattern) << " of " << columns;
        }
    });
}

TEST(GroupMask, is_the_one_shot_pruners_mask_among_many_ties_and_zeros) {
    std::mt19937 generator(2);
    for_each_pattern([&](Pattern pattern) {
        for (const std::size_t columns : {7U, 32U, 70U}) {
            std::vector<float> weight(columns * 20);
            for (float& value : weight)
                value = static_cast<float>(static_cast<int>(generator() % 5) - 2);
            ASSERT_EQ(trained_mask(weight, columns, pattern), magnitude_mask(weight, columns, pattern))
                << to_string(pattern) << " of " << columns;
        }
    });
}

} // namespace stavp::workloads
