#include "models/bus/address_decoder.h"

#include <gtest/gtest.h>
#include <stdexcept>

namespace {

TEST(AddressDecoderTest, finds_windows_in_any_order_of_adding) {
    stavp::AddressDecoder decoder;
    EXPECT_EQ(decoder.add(0x8000'0000, 0x1000, "ddr"), 0u);
    EXPECT_EQ(decoder.add(0x1000, 0x100, "uart"), 1u);
    EXPECT_EQ(decoder.add(0xffff'ffff'ffff'f000, 0x1000, "top"), 2u);
    EXPECT_EQ(decoder.find(0x10ff)->name, "uart");
    EXPECT_EQ(decoder.find(0x1100), nullptr);
    EXPECT_EQ(decoder.find(0x8000'0fff)->target, 0u);
    EXPECT_EQ(decoder.find(~0ull)->name, "top");
    EXPECT_EQ(decoder.find(0xfff), nullptr);
    EXPECT_EQ(decoder.of_target(1).base, 0x1000u);
    EXPECT_EQ(decoder.of_target(0).base, 0x8000'0000u);
}

TEST(AddressDecoderTest, refuses_overlap_nothing_and_wrap_around) {
    stavp::AddressDecoder decoder;
    decoder.add(0x1000, 0x1000, "first");
    EXPECT_THROW(decoder.add(0x1fff, 1, "inside"), std::invalid_argument);
    EXPECT_THROW(decoder.add(0x800, 0x801, "below"), std::invalid_argument);
    EXPECT_THROW(decoder.add(0x0, 0x4000, "around"), std::invalid_argument);
    EXPECT_THROW(decoder.add(0x3000, 0, "nothing"), std::invalid_argument);
    EXPECT_THROW(decoder.add(~0ull, 2, "wraps"), std::invalid_argument);
    EXPECT_EQ(decoder.add(0x2000, 0x1000, "next"), 1u);
}

} // namespace
