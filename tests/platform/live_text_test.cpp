#include "platform/run/live_text.h"

#include <gmock/gmock.h>

namespace {

using namespace stavp;
using testing::HasSubstr;

/// 2 us to 6 us of a run at 500 MHz, in which the array was busy for 3 us.
LiveFrame frame() {
    LiveFrame frame;
    frame.before.time_ps = 2'000'000;
    frame.before.cycles = 1000;
    frame.before.instructions = 4'000'000;
    frame.before.busy_ps = {1'000'000, 0, 0, 0, 0};
    frame.now.time_ps = 6'000'000;
    frame.now.cycles = 3000;
    frame.now.instructions = 5'000'000;
    frame.now.busy_ps = {4'000'000, 0, 0, 0, 9'000'000};
    frame.now.layers = 10;
    frame.now.layers_done = 3;
    frame.now.layer = "layer0.ffn1";
    frame.now.done_share = 0.25;
    frame.host_seconds = 0.5;
    frame.elapsed_seconds = 2;
    return frame;
}

TEST(LiveText, rates_are_those_since_the_last_frame) {
    const auto line = live_line(frame());
    EXPECT_THAT(line, HasSubstr("layer 4 of 10 layer0.ffn1, 25.0 % done"));
    EXPECT_THAT(line, HasSubstr("3000 cycles, 4e+03 cycles/s, 2 MIPS"));
    EXPECT_THAT(line, HasSubstr("array 75 %, dma 0 %"));
    EXPECT_THAT(line, HasSubstr("about 6 s left")); // a quarter took 2 s
}

TEST(LiveText, use_is_never_shown_above_all_of_the_time) {
    EXPECT_THAT(live_line(frame()), HasSubstr("ddr 100 %"));
}

TEST(LiveText, bars_are_as_long_as_the_share) {
    const auto lines = live_dashboard(frame(), 40, false); // 20 cells
    EXPECT_EQ(lines.at(3), "array    [###############.....]  75.0 %");
    EXPECT_EQ(lines.at(1), "done     [#####...............]  25.0 %");
}

TEST(LiveText, no_line_is_wider_than_asked_for) {
    for (std::size_t width = 1; width < 100; ++width)
        for (const auto& line : live_dashboard(frame(), width, false))
            EXPECT_LE(line.size(), width);
}

TEST(LiveText, a_program_without_a_workload_has_no_layers_and_no_end_in_sight) {
    auto bare = frame();
    bare.now.layers = 0;
    bare.now.done_share = 0;
    const auto line = live_line(bare);
    EXPECT_THAT(line, testing::StartsWith("program, 0.006 ms simulated"));
    EXPECT_THAT(line, testing::Not(HasSubstr("left")));
    EXPECT_EQ(live_dashboard(bare, 80, false).size(), live_dashboard(frame(), 80, false).size() - 1);
}

} // namespace
