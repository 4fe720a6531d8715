#include "platform/terminal/escape_filter.h"

#include <gtest/gtest.h>

namespace stavp::terminal {
namespace {

TEST(EscapeFilterTest, what_holds_no_ctrl_a_goes_to_the_guest_as_it_is) {
    EscapeFilter filter;
    EXPECT_EQ(filter.feed("ls x\r\x03"), "ls x\r\x03");
    EXPECT_FALSE(filter.quit());
}

TEST(EscapeFilterTest, ctrl_a_x_ends_the_run_also_in_two_pieces) {
    EscapeFilter filter;
    EXPECT_EQ(filter.feed("a\x01"), "a");
    EXPECT_FALSE(filter.quit());
    EXPECT_EQ(filter.feed("xb"), "b");
    EXPECT_TRUE(filter.quit());
}

TEST(EscapeFilterTest, ctrl_a_types_itself_and_ctrl_c) {
    EscapeFilter filter;
    EXPECT_EQ(filter.feed("\x01\x01.\x01\x61.\x01\x63"), "\x01.\x01.\x03");
    EXPECT_FALSE(filter.quit());
}

TEST(EscapeFilterTest, an_unknown_command_is_swallowed_and_help_is_given_once) {
    EscapeFilter filter;
    EXPECT_EQ(filter.feed("\x01z\x01hq"), "q");
    EXPECT_TRUE(filter.take_help());
    EXPECT_FALSE(filter.take_help());
}

} // namespace
} // namespace stavp::terminal
