#include "platform/gemm/slots.h"

#include <gtest/gtest.h>

namespace stavp::gemm {
namespace {

// Two slots, tiles a b a c a: c takes b's place, which the second use (number 1) was the last to read.
TEST(GemmSlots, a_tile_takes_the_place_of_the_one_used_longest_ago) {
    Slots slots(2);
    const auto a = slots.take(10, 0);
    const auto b = slots.take(11, 1);
    EXPECT_TRUE(a.load && b.load);
    EXPECT_NE(a.slot, b.slot);
    EXPECT_EQ(a.free_at + b.free_at, 0u);
    EXPECT_EQ(b.loads, 2u);
    const auto again = slots.take(10, 2);
    EXPECT_FALSE(again.load);
    EXPECT_EQ(again.slot, a.slot);
    EXPECT_EQ(again.loads, 1u);
    const auto c = slots.take(12, 3);
    EXPECT_TRUE(c.load);
    EXPECT_EQ(c.slot, b.slot);
    EXPECT_EQ(c.free_at, 2u);
    EXPECT_EQ(c.loads, 3u);
    EXPECT_FALSE(slots.take(10, 4).load);
}

} // namespace
} // namespace stavp::gemm
