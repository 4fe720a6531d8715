#include "workloads/features/half.h"

#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

TEST(half, values_are_those_of_ieee_754_binary16) {
    EXPECT_EQ(half_to_float(0x3c00), 1.0F);
    EXPECT_EQ(half_to_float(0xc000), -2.0F);
    EXPECT_EQ(half_to_float(0x7bff), 65504.0F);      // the greatest
    EXPECT_EQ(half_to_float(0x0400), 0x1p-14F);      // the least normal one
    EXPECT_EQ(half_to_float(0x0001), 0x1p-24F);      // the least subnormal one
    EXPECT_EQ(half_to_float(0x83ff), -0x1.ff8p-15F); // the greatest subnormal one
    EXPECT_EQ(half_to_float(0x3555), 0x1.554p-2F);   // a third
    EXPECT_TRUE(std::signbit(half_to_float(0x8000)));
    EXPECT_TRUE(std::isinf(half_to_float(0xfc00)));
    EXPECT_TRUE(std::isnan(half_to_float(0x7e00)));
}

TEST(half, every_value_agrees_with_its_sign_exponent_and_fraction) {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const int exponent = static_cast<int>(bits >> 10 & 0x1f);
        const int fraction = static_cast<int>(bits & 0x3ff);
        if (exponent == 0x1f) continue;
        const double magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
        ASSERT_EQ(half_to_float(static_cast<std::uint16_t>(bits)), bits & 0x8000 ? -magnitude : magnitude) << bits;
    }
}

TEST(half, bfloat16_is_the_upper_half_of_a_float) {
    EXPECT_EQ(bfloat_to_float(0x3f80), 1.0F);
    EXPECT_EQ(bfloat_to_float(0xc040), -3.0F);
    EXPECT_EQ(bfloat_to_float(0x3eab), 0.333984375F);
}

} // namespace
} // namespace stavp::workloads
