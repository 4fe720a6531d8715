#include "platform/replay/expected_interrupts.h"

#include <gtest/gtest.h>

namespace {

using namespace stavp;

std::vector<trace::MmioLine> two_lines() {
    std::vector<trace::MmioLine> lines;
    for (const auto* text : {"0 0 I timer 0 1 01 ok irq.timer", "10 10 R cpu 0 1 00 ok x.Y", "20 20 I sta 21 1 01 ok i",
                             "30 30 I sta 21 1 00 ok i"})
        lines.push_back(trace::parse_line(text));
    return lines;
}

TEST(ExpectedInterrupts, each_line_is_followed_by_itself) {
    const auto lines = two_lines();
    replay::ExpectedInterrupts expected(lines, 9);
    EXPECT_FALSE(expected.changes("sta", true, 20));
    EXPECT_FALSE(expected.changes("timer", true, 0));
    EXPECT_FALSE(expected.changes("sta", false, 30));
    EXPECT_FALSE(expected.missing());
    EXPECT_EQ(expected.seen(), 3u);
}

TEST(ExpectedInterrupts, a_change_at_another_time_or_of_another_level_is_told_with_its_line) {
    const auto lines = two_lines();
    replay::ExpectedInterrupts expected(lines, 9);
    const auto late = expected.changes("sta", true, 21);
    ASSERT_TRUE(late);
    EXPECT_EQ(late->line, 11u); // the third line behind the header's eight
    EXPECT_EQ(late->text, "expected irq.sta rises at 20 ps, got irq.sta rises at 21 ps");
    EXPECT_EQ(expected.changes("sta", true, 30)->line, 12u);
}

TEST(ExpectedInterrupts, what_has_not_come_and_what_was_not_there_is_told) {
    const auto lines = two_lines();
    replay::ExpectedInterrupts expected(lines, 9);
    EXPECT_FALSE(expected.changes("timer", true, 0));
    ASSERT_TRUE(expected.missing());
    EXPECT_EQ(expected.missing()->line, 11u);
    const auto unknown = expected.changes("timer", false, 5);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->line, 0u);
}

} // namespace
