#include "workloads/format/multiplier.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <stdexcept>

namespace stavp::workloads {
namespace {

TEST(Multiplier, is_normalised_and_within_half_a_step) {
    for (const double factor : {1.0, 0.5, 0.3, 1e-3, 123.456, 1e-9, 5e8, 0x1.fffffffp-3}) {
        const auto m = Multiplier::from_real(factor);
        EXPECT_GE(m.mult, 1 << 30) << factor;
        EXPECT_LE(std::abs(m.real() - factor), std::ldexp(0.5, -static_cast<int>(m.shift))) << factor;
    }
}

TEST(Multiplier, powers_of_two_are_exact) {
    for (int e = -32; e < 30; ++e) {
        const auto m = Multiplier::from_real(std::ldexp(1.0, e));
        EXPECT_EQ(m.mult, 1 << 30);
        EXPECT_EQ(m.shift, static_cast<std::uint32_t>(30 - e));
    }
}

TEST(Multiplier, small_factors_keep_shift_62) {
    const auto m = Multiplier::from_real(std::ldexp(3.0, -62));
    EXPECT_EQ(m.shift, 62u);
    EXPECT_EQ(m.mult, 3);
    EXPECT_EQ(Multiplier::from_real(1e-30).mult, 0);
    EXPECT_EQ(Multiplier::from_real(0).mult, 0);
}

TEST(Multiplier, rounding_up_to_the_next_power_of_two_stays_in_range) {
    const auto m = Multiplier::from_real(std::nextafter(0.25, 0));
    EXPECT_EQ(m.mult, 1 << 30);
    EXPECT_EQ(m.shift, 32u);
    const auto top = Multiplier::from_real(std::nextafter(0x1p30, 0));
    EXPECT_EQ(top.mult, std::numeric_limits<std::int32_t>::max());
    EXPECT_EQ(top.shift, 1u);
}

TEST(Multiplier, negative_factors_mirror_positive_ones) {
    EXPECT_EQ(Multiplier::from_real(-0.3).mult, -Multiplier::from_real(0.3).mult);
}

TEST(Multiplier, what_cannot_be_expressed_throws) {
    for (const double factor : {0x1p30, -0x1p30, double{INFINITY}, -double{INFINITY}, double{NAN}})
        EXPECT_THROW(Multiplier::from_real(factor), std::invalid_argument) << factor;
    EXPECT_THROW(MultiplierPair::from_real(1, NAN), std::invalid_argument);
    EXPECT_THROW(MultiplierPair::from_real(NAN, 1), std::invalid_argument);
}

TEST(MultiplierPair, shares_the_shift_of_the_larger_factor) {
    const auto p = MultiplierPair::from_real(0.25, -3);
    EXPECT_EQ(p.shift, 29u);
    EXPECT_EQ(p.mult_b, -3 * (1 << 29));
    EXPECT_EQ(p.mult_a, 1 << 27);
}

} // namespace
} // namespace stavp::workloads
