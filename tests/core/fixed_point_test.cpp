#include "models/core/fixed_point.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

TEST(Requantise, rounds_half_up) {
    EXPECT_EQ(requantise(3, {1, 1}), 2);
    EXPECT_EQ(requantise(-3, {1, 1}), -1);
    EXPECT_EQ(requantise(-1, {1, 1}), 0);
    EXPECT_EQ(requantise(5, {3, 2}), 4); // 3.75
    EXPECT_EQ(requantise(7, {0, 62}), 0);
}

// (2^32 - 1)(2^31 - 1) / 2^61 = 4 - 1.4e-9 and so on: the products leave 64 bits only in the sum with the half.
TEST(Requantise, is_exact_for_33_bit_values) {
    EXPECT_EQ(requantise(4294967295, {2147483647, 61}), 4);
    EXPECT_EQ(requantise(4294967295, {2147483647, 62}), 2);
    EXPECT_EQ(requantise(-4294967296, {2147483647, 62}), -2);
    EXPECT_EQ(requantise(-4294967296, {2147483647, 1}), -4294967296 / 2 * 2147483647);
    EXPECT_EQ(requantise(3221225471, {2147483647, 62}), 1); // 1.4999... rounds down
    EXPECT_EQ(requantise(3221225474, {2147483647, 62}), 2); // 1.5000000002 rounds up
}

TEST(Requantise, factors_have_ranges) {
    EXPECT_TRUE((Factor{0, 1}.valid()));
    EXPECT_TRUE((Factor{2147483647, 62}.valid()));
    EXPECT_FALSE((Factor{-1, 8}.valid()));
    EXPECT_FALSE((Factor{1, 0}.valid()));
    EXPECT_FALSE((Factor{1, 63}.valid()));
}

} // namespace
} // namespace stavp
