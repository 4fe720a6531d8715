#include "models/softmax/softmax_rows.h"
#include "tests/softmax/reference.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace stavp {
namespace {

using test::reference_softmax;

std::vector<std::uint8_t> row(const std::vector<std::int16_t>& x, std::uint64_t valid) {
    std::vector<std::uint8_t> y(x.size(), 0xee);
    static const SoftmaxRows unit;
    unit.row(x, valid, y);
    return y;
}

TEST(SoftmaxRows, one_column_is_certain) {
    EXPECT_EQ(row({-32768}, 1), std::vector<std::uint8_t>{255});
    EXPECT_EQ(row({5}, 0), std::vector<std::uint8_t>{0});
}

// d = 0: t 500, 250000*11288 >> 16 = 43060, e = 65604. d = 256: e >> 1 = 32802. s = 98406.
// (65604*255 + 49203)/98406 = 170.5 -> 170, (32802*255 + 49203)/98406 = 85.5 -> 85.
TEST(SoftmaxRows, a_factor_of_two_in_the_exponential_matches_the_hand_computation) {
    EXPECT_EQ(row({256, 0}, 2), (std::vector<std::uint8_t>{170, 85}));
}

// Just below a rounding point: with distances 0, 212, 399 the sum is s = 124681 and e(399)*255 = 45.5 s - 0.5, so that
// adding floor(s/2) gives 46 s - 1: 45, where rounding s/2 up would give 46.
TEST(SoftmaxRows, half_of_an_odd_sum_is_rounded_down) {
    EXPECT_EQ(row({399, 187, 0}, 3)[2], 45);
}

TEST(SoftmaxRows, distances_beyond_the_last_halving_give_zero) {
    EXPECT_EQ(row({32767, -32768, 32767 - 17 * 256}, 3), (std::vector<std::uint8_t>{255, 0, 0}));
}

TEST(SoftmaxRows, every_distance_equals_the_contract) {
    for (int d = 0; d <= 65535; ++d) {
        // a partner at the maximum, and one that shifts the rounding
        const std::vector<std::int16_t> x{32767, static_cast<std::int16_t>(32767 - d),
                                          static_cast<std::int16_t>(32767 - d / 3)};
        ASSERT_EQ(row(x, 3), reference_softmax(x, 3, false, 0)) << d;
    }
}

TEST(SoftmaxRows, random_rows_of_odd_lengths_equal_the_contract) {
    std::mt19937 random(7);
    for (const std::size_t length : {1u, 2u, 3u, 7u, 17u, 31u, 64u, 97u, 128u, 509u, 4099u})
        for (const int spread : {1, 50, 2000, 65536})
            for (const std::uint64_t valid : {length, (length + 1) / 2}) {
                std::vector<std::int16_t> x(length);
                for (auto& value : x)
                    value = static_cast<std::int16_t>(static_cast<int>(random() % spread) - spread / 2);
                ASSERT_EQ(row(x, valid), reference_softmax(x, valid, false, 0)) << length << " " << spread;
            }
}

// The division runs in double precision: all residues around the rounding points of small and large sums.
TEST(SoftmaxRows, equal_columns_round_as_integers_do) {
    for (std::size_t length = 1; length < 1100; ++length) {
        const std::vector<std::int16_t> x(length, 3);
        ASSERT_EQ(row(x, length), reference_softmax(x, length, false, 0)) << length;
    }
}

// Bound: the polynomial is within 0.4 % of exp near its worst points, rounding of P adds half a step of 1/255.
TEST(SoftmaxRows, probabilities_are_within_one_step_of_the_real_softmax) {
    std::mt19937 random(8);
    for (const std::size_t length : {2u, 13u, 128u}) {
        std::vector<std::int16_t> x(length);
        for (auto& value : x)
            value = static_cast<std::int16_t>(static_cast<int>(random() % 3000) - 1500);
        const auto y = row(x, length);
        double sum = 0;
        for (const auto value : x)
            sum += std::exp(value * std::log(2.0) / 256);
        for (std::size_t c = 0; c < length; ++c)
            EXPECT_NEAR(y[c], 255 * std::exp(x[c] * std::log(2.0) / 256) / sum, 1.0) << c;
    }
}

} // namespace
} // namespace stavp
