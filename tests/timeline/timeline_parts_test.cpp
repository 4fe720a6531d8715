#include "platform/trace/timeline/data_flow.h"
#include "platform/trace/timeline/host_track.h"
#include "platform/trace/timeline/rate_bins.h"
#include "platform/trace/timeline/timeline_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace {

using namespace stavp;
using namespace stavp::trace;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

/// A file in memory.
struct Written {
    std::ostringstream out;
    TimelineFile file{out, 0, [](std::uint64_t) { return true; }};

    json events() {
        file.finish();
        return json::parse(out.str())["traceEvents"];
    }
};

TEST(TimelineFile, times_keep_every_picosecond) {
    Written written;
    written.file.slice({1, 2}, "a", "c", 1'234'567, 1'234'568);
    written.file.slice({1, 2}, "b", "c", 5'000'000'000'000'000, 5'000'000'000'002'000);
    written.file.slice({1, 2}, "d", "c", 7'000'000, 8'050'000);
    (void)written.events();
    const auto text = written.out.str();
    EXPECT_THAT(text, HasSubstr("\"ts\":1.234567,\"name\":\"a\",\"cat\":\"c\"}"));
    EXPECT_THAT(text, HasSubstr("\"ts\":1.234568,\"name\":\"a\"}"));
    EXPECT_THAT(text, HasSubstr("\"ts\":5000000000,\"name\":\"b\",\"cat\":\"c\"}"));
    EXPECT_THAT(text, HasSubstr("\"ts\":5000000000.002,\"name\":\"b\"}"));
    EXPECT_THAT(text, HasSubstr("\"ts\":8.050,\"name\":\"d\"}"));
}

TEST(TimelineFile, names_may_hold_anything) {
    Written written;
    written.file.slice({1, 1}, json_text("a\"b\\c\n\xff"), "c", 0, 1);
    EXPECT_EQ(written.events()[0]["name"], "a\"b\\c\n\u00ff");
}

// x at 0x51000000: rows of 64 bytes, 256 apart; the first copy brings the left half of each row, the second the right.
TEST(DataFlow, an_arrow_comes_from_the_last_writer_of_the_first_and_of_the_last_byte) {
    Written written;
    DataFlow flow(written.file);
    constexpr Track kLeft{2, 4};
    constexpr Track kRight{2, 5};
    constexpr Track kArray{2, 1};
    flow.wrote({0x5100'0000, 8, 64, 256}, kRight, 5000, 1); // overwritten by the next
    flow.wrote({0x5100'0000, 8, 32, 256}, kLeft, 10'000, 2);
    flow.wrote({0x5100'0020, 8, 32, 256}, kRight, 20'000, 3);
    flow.wrote({0x5000'0000, 1, 4096, 0}, kLeft, 30'000, 4);
    DataFlow::Consumer product{kArray, 40'000, {}};
    flow.read(product, {0x5100'0000, 8, 64, 256});
    EXPECT_THAT(product.sources, ElementsAre(2, 3));
    flow.read(product, {0x5000'0100, 1, 16, 0});
    flow.read(product, {0x5000'0200, 1, 16, 0}); // the same copy: no second arrow
    flow.read(product, {0x5200'0000, 1, 16, 0}); // nobody wrote it
    flow.read(product, {0x5100'0040, 1, 16, 0}); // between the rows
    EXPECT_THAT(product.sources, ElementsAre(2, 3, 4));
    const auto events = written.events();
    ASSERT_EQ(events.size(), 6u);
    EXPECT_EQ(events[2]["ph"], "s");
    EXPECT_EQ(events[2]["tid"], 5);
    EXPECT_EQ(events[2]["ts"], 0.02);
    EXPECT_EQ(events[3]["ph"], "f");
    EXPECT_EQ(events[3]["tid"], 1);
    EXPECT_EQ(events[3]["ts"], 0.04);
    EXPECT_EQ(events[2]["id"], events[3]["id"]);
}

TEST(DataFlow, an_engine_has_no_arrow_to_itself) {
    Written written;
    DataFlow flow(written.file);
    flow.wrote({0x5200'0000, 4, 16, 16}, {2, 1}, 1000, 1);
    DataFlow::Consumer next{{2, 1}, 2000, {}};
    flow.read(next, {0x5200'0000, 4, 16, 16});
    EXPECT_TRUE(next.sources.empty());
}

class Host : public testing::Test {
protected:
    Written written;
    ElfProgram program;
    std::optional<HostTrack> track;

    void SetUp() override {
        program.functions = {{0x1000, 0x100, "main"}, {0x1100, 0x40, "f"}, {0x1140, 0x40, "g"}, {0x2000, 0x10, "trap"}};
        track.emplace(written.file, Track{3, 1}, program, Clock(1000));
    }
    /// name, begin and end in cycles of 1 ns, of each slice, in the order in which they end.
    std::vector<std::string> slices(std::uint64_t end_cycle) {
        track->finish(end_cycle * 1000);
        std::vector<std::string> result;
        std::vector<double> begins;
        for (const auto& event : written.events()) {
            const auto time = event["ts"].get<double>() * 1000;
            if (event["ph"] == "B") begins.push_back(time);
            if (event["ph"] != "E") continue;
            result.push_back(fmt::format("{} {:.0f}-{:.0f}", event["name"].get<std::string>(), begins.back(), time));
            begins.pop_back();
        }
        return result;
    }
    void ran(std::uint64_t pc, std::uint64_t cycle) { track->ran(pc, 4, cycle, true); }
};

TEST_F(Host, calls_lie_in_their_callers) {
    ran(0x1000, 0);
    ran(0x1100, 10); // main calls f
    ran(0x1140, 20); // f calls g
    ran(0x1150, 25); // still g
    ran(0x1108, 30); // back in f
    ran(0x1010, 40); // back in main
    EXPECT_THAT(slices(50), ElementsAre("g 20-30", "f 10-40", "main 0-50"));
}

TEST_F(Host, a_trap_handler_lies_in_what_it_interrupts) {
    ran(0x1000, 0);
    ran(0x2000, 7);
    ran(0x1020, 9);
    EXPECT_THAT(slices(20), ElementsAre("trap 7-9", "main 0-20"));
}

TEST_F(Host, another_way_into_a_function_begins_a_new_stack) {
    ran(0x1000, 0);
    ran(0x1100, 10);
    ran(0x1150, 20); // into the middle of g, which is not under way
    EXPECT_THAT(slices(30), ElementsAre("f 10-20", "main 0-20", "g 20-30"));
}

TEST_F(Host, code_without_a_symbol_is_unknown) {
    ran(0x1000, 0);
    ran(0x5000, 5);
    ran(0x1004, 8);
    EXPECT_THAT(slices(9), ElementsAre("main 0-5", "unknown 5-8", "main 8-9"));
}

TEST_F(Host, sleep_is_a_slice_of_its_own_also_when_the_run_ends_in_it) {
    ran(0x1000, 0);
    track->slept(10, 20);
    track->sleeps(true, 30'000);
    EXPECT_THAT(slices(50), ElementsAre("wfi 10-20", "wfi 30-50", "main 0-50"));
}

// Bins of 1 us. Level 4 from 0.5 us to 1.5 us: means of 2, 2, then 0 once, as the next ones are like it.
TEST(RateBins, are_means_and_leave_out_what_does_not_change) {
    Written written;
    RateBins bins(written.file, 4, "queue", {"bursts"});
    bins.set_level(0, 500'000, 4);
    bins.set_level(0, 1'500'000, 0);
    bins.add(0, 9'250'000, 500'000);
    bins.finish(10'000'000);
    std::vector<std::pair<double, double>> values;
    for (const auto& event : written.events())
        values.emplace_back(event["ts"], event["args"]["bursts"]);
    EXPECT_THAT(values, ElementsAre(std::pair(0.0, 2.0), std::pair(2.0, 0.0), std::pair(9.0, 0.5)));
}

} // namespace
