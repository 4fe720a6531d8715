#include "models/core/port_calendar.h"

#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace {

TEST(PortCalendarTest, takes_the_first_gap_that_is_long_enough) {
    stavp::PortCalendar port;
    port.reserve(10, 5);
    port.reserve(18, 2);
    EXPECT_EQ(port.first_gap(0, 10), 0u);
    EXPECT_EQ(port.first_gap(0, 11), 20u);
    EXPECT_EQ(port.first_gap(12, 3), 15u);
    EXPECT_EQ(port.first_gap(12, 4), 20u);
    EXPECT_EQ(port.first_gap(19, 1), 20u);
}

TEST(PortCalendarTest, agrees_with_one_flag_for_each_cycle) {
    std::mt19937 random(7);
    stavp::PortCalendar port;
    std::vector<bool> taken(20000);
    std::uint64_t now = 0;
    for (int i = 0; i < 3000; ++i) {
        now += random() % 5;
        const std::uint64_t earliest = now + random() % 200;
        const std::uint64_t cycles = 1 + random() % 9;
        auto expected = earliest;
        for (std::uint64_t free = 0; free < cycles;) {
            free = taken[expected + free] ? 0 * (expected += free + 1) : free + 1;
        }
        port.forget_before(now);
        const auto start = port.first_gap(earliest, cycles);
        ASSERT_EQ(start, expected) << "request " << i;
        port.reserve(start, cycles);
        for (std::uint64_t c = start; c < start + cycles; ++c)
            taken[c] = true;
    }
}

} // namespace
