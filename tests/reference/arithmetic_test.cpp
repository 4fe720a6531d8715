#include "workloads/reference/arithmetic.h"

#include <gtest/gtest.h>
#include <limits>

namespace stavp::workloads::reference {
namespace {

TEST(Requantise, halves_round_up_on_both_sides_of_zero) {
    EXPECT_EQ(rq(1, 1, 1), 1);   // 0.5
    EXPECT_EQ(rq(3, 1, 1), 2);   // 1.5
    EXPECT_EQ(rq(-1, 1, 1), 0);  // -0.5
    EXPECT_EQ(rq(-3, 1, 1), -1); // -1.5
    EXPECT_EQ(rq(-5, 1, 1), -2); // -2.5
    EXPECT_EQ(rq(-5, 1, 2), -1); // -1.25
    EXPECT_EQ(rq(-7, 1, 2), -2); // -1.75
    EXPECT_EQ(rq(-10, 1 << 30, 32), -2);
    EXPECT_EQ(rq(12345, 0, 1), 0);
}

TEST(Requantise, extremes_do_not_overflow) {
    constexpr std::int32_t mult = std::numeric_limits<std::int32_t>::max();
    constexpr std::int64_t value = std::int64_t{1} << 32; // a signed integer of 33 bits has -2^32 at its end
    EXPECT_EQ(rq(-value, mult, 1), -(std::int64_t{mult} << 31));
    EXPECT_EQ(rq(value - 1, mult, 62), 2); // just under 2, plus a half
    EXPECT_EQ(rq(-value, mult, 62), -2);
}

TEST(Saturate, clamps_to_each_type) {
    EXPECT_EQ(saturate(128, NMW_I8), 127);
    EXPECT_EQ(saturate(-129, NMW_I8), -128);
    EXPECT_EQ(saturate(256, NMW_U8), 255);
    EXPECT_EQ(saturate(-1, NMW_U8), 0);
    EXPECT_EQ(saturate(32768, NMW_I16), 32767);
    EXPECT_EQ(saturate(-32769, NMW_I16), -32768);
    EXPECT_EQ(saturate(-100, NMW_I16), -100);
}

TEST(FloorDivision, rounds_to_minus_infinity) {
    EXPECT_EQ(floor_div(-767, 2), -384);
    EXPECT_EQ(floor_div(-768, 2), -384);
    EXPECT_EQ(floor_div(767, 2), 383);
    EXPECT_EQ(floor_div(-1, 8192), -1);
}

TEST(FloorSquareRoot, is_exact_at_squares_and_beside_them) {
    for (const std::uint64_t root : {1ull, 2ull, 3ull, 1000ull, 65535ull, 0x7fffffffull, 0xffffffffull}) {
        EXPECT_EQ(floor_sqrt(root * root), root);
        EXPECT_EQ(floor_sqrt(root * root - 1), root - 1);
        EXPECT_EQ(floor_sqrt(root * root + 1), root);
    }
    EXPECT_EQ(floor_sqrt(0), 0u);
    EXPECT_EQ(floor_sqrt(std::numeric_limits<std::uint64_t>::max()), 0xffffffffu);
}

} // namespace
} // namespace stavp::workloads::reference
