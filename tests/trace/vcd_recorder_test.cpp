// The recorder alone: order, lists, windows, bounds. Times are given, nothing is simulated but where it says so.

#include "platform/run/input_error.h"
#include "platform/trace/vcd_recorder.h"
#include "tests/support/scratch_path.h"
#include "tests/trace/vcd_parser.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <systemc>

namespace stavp::trace {
namespace {

using Changes = std::vector<std::pair<std::uint64_t, std::string>>;

class VcdRecorderTest : public ::testing::Test {
protected:
    std::filesystem::path file = stavp::testing::scratch_path("t.vcd");
    config::TraceConfig config;

    VcdRecorder recorder() { return {config, file, "t.vcd"}; }
    Vcd read() const {
        std::ifstream in(file);
        return parse_vcd(in);
    }
    static void run_ps(std::uint64_t ps) { sc_core::sc_start(sc_core::sc_time::from_value(ps)); }
};

TEST_F(VcdRecorderTest, changes_told_out_of_order_stand_in_order) {
    auto vcd = recorder();
    const auto word = vcd.add("a.word", 8, 3);
    const auto bit = vcd.add("a.bit", 1, kUndriven);
    vcd.begin();
    vcd.set(word, 500, 5);
    vcd.set(bit, 200, 1);
    vcd.set(word, 100, 4);
    vcd.set(bit, 500, kUnknown);
    vcd.set(word, 500, 6); // the last of a moment counts
    vcd.set(bit, 900, 1);  // after the end
    vcd.finish(700);
    const auto got = read();
    EXPECT_EQ(got.signals.at("a.word").changes, (Changes{{0, "11"}, {100, "100"}, {500, "110"}}));
    EXPECT_EQ(got.signals.at("a.bit").changes, (Changes{{0, "z"}, {200, "1"}, {500, "x"}}));
    EXPECT_EQ(got.end, 700u);
    EXPECT_EQ(vcd.misplaced(), 0u);
}

TEST_F(VcdRecorderTest, steps_add_up_in_the_order_of_time) {
    auto vcd = recorder();
    const auto users = vcd.add("users", 4, 0);
    vcd.begin();
    for (const auto& [begin, end] : {std::pair(10, 40), std::pair(20, 30), std::pair(40, 50)}) {
        vcd.set(users, begin, Level::step(1));
        vcd.set(users, end, Level::step(-1));
    }
    vcd.finish(60);
    EXPECT_EQ(read().signals.at("users").changes, (Changes{{0, "0"}, {10, "1"}, {20, "10"}, {30, "1"}, {50, "0"}}));
}

TEST_F(VcdRecorderTest, clocks_count_whenever_something_else_changes) {
    auto vcd = recorder();
    vcd.add_clock("clock.slow", 30);
    const auto bit = vcd.add("bit", 1, 0);
    vcd.begin();
    vcd.set(bit, 89, 1);
    vcd.set(bit, 90, 0);
    vcd.finish(200);
    EXPECT_EQ(read().signals.at("clock.slow").changes, (Changes{{0, "0"}, {89, "10"}, {90, "11"}}));
}

TEST_F(VcdRecorderTest, only_chosen_signals_are_declared_and_a_pattern_for_none_is_refused) {
    config.signals = "sta.*, *.busy";
    auto vcd = recorder();
    EXPECT_NE(vcd.add("sta.state", 5, 0), VcdRecorder::kNone);
    EXPECT_NE(vcd.add("vector.busy", 1, 0), VcdRecorder::kNone);
    EXPECT_EQ(vcd.add("vector.state", 5, 0), VcdRecorder::kNone);
    vcd.begin();
    vcd.set(VcdRecorder::kNone, 10, 1);
    vcd.finish(10);
    EXPECT_EQ(read().signals.size(), 2u);

    config.signals = "sta.*, stb.*";
    auto other = recorder();
    other.add("sta.state", 5, 0);
    EXPECT_THROW(other.begin(), InputError);
}

TEST_F(VcdRecorderTest, outside_its_time_everything_is_x_and_at_its_beginning_all_values_are_there) {
    config.from_ns = 2;
    config.to_ns = 5;
    auto vcd = recorder();
    const auto word = vcd.add("word", 8, 1);
    vcd.begin();
    vcd.set(word, 1000, 2);
    vcd.set(word, 3000, 3);
    vcd.set(word, 6000, 4);
    vcd.finish(8000);
    const auto got = read();
    EXPECT_EQ(got.signals.at("word").changes, (Changes{{0, "x"}, {2000, "10"}, {3000, "11"}, {5000, "x"}}));
    EXPECT_EQ(got.gaps, (std::vector<std::pair<std::uint64_t, std::uint64_t>>{{5000, 8000}}));
}

TEST_F(VcdRecorderTest, layers_and_marks_open_and_shut_it_together) {
    config.layers = "*";
    config.marked = true;
    auto vcd = recorder();
    const auto word = vcd.add("word", 8, 0);
    vcd.begin();
    vcd.set_mark(10, 7);
    vcd.set(word, 15, 1);
    vcd.set_layers(20, 1);
    vcd.set(word, 25, 2);
    vcd.set_layers(30, 2);
    vcd.set_mark(40, 0);
    vcd.set(word, 45, 3);
    vcd.set_mark(50, 1);
    vcd.set_layers(60, 0);
    vcd.finish(70);
    EXPECT_EQ(read().signals.at("word").changes,
              (Changes{{0, "x"}, {20, "1"}, {25, "10"}, {40, "x"}, {50, "11"}, {60, "x"}}));
}

TEST_F(VcdRecorderTest, a_full_file_ends_with_a_note_at_the_moment_that_has_no_room) {
    config.max_bytes = 1500;
    auto vcd = recorder();
    const auto word = vcd.add("word", 32, 0);
    vcd.begin();
    for (std::uint64_t i = 1; i <= 1000; ++i)
        vcd.set(word, i * 100, i);
    vcd.finish(200000);
    EXPECT_LE(std::filesystem::file_size(file), 1500u);
    EXPECT_GT(std::filesystem::file_size(file), 1000u);
    const auto got = read();
    ASSERT_THAT(got.comments, ::testing::ElementsAre(::testing::HasSubstr("trace.max_bytes")));
    EXPECT_EQ(got.end, vcd.stopped_ps());
    EXPECT_EQ(got.signals.at("word").changes.back().first, vcd.stopped_ps() - 100);
}

struct SlowSource : LateSource {
    std::uint64_t known_ps = 0;
    std::uint64_t gave_up_ps = 0;

    std::uint64_t known_until_ps(std::uint64_t /*now_ps*/) override { return known_ps; }
    void give_up(std::uint64_t now_ps) override { gave_up_ps = known_ps = now_ps; }
};

TEST_F(VcdRecorderTest, a_source_that_lags_is_waited_for_while_there_is_room) {
    auto vcd = recorder();
    SlowSource source;
    vcd.add_source(source);
    const auto fast = vcd.add("fast", 32, 0);
    const auto late = vcd.add("late", 8, 0);
    vcd.begin();
    for (std::uint64_t i = 1; i <= 100000; ++i) {
        run_ps(10);
        vcd.set(fast, i * 10, i);
    }
    vcd.set(late, 5, 9);
    vcd.finish(1000000);
    EXPECT_EQ(source.gave_up_ps, 0u);
    EXPECT_EQ(vcd.misplaced(), 0u);
    EXPECT_EQ(read().signals.at("late").changes, (Changes{{0, "0"}, {5, "1001"}}));
}

TEST_F(VcdRecorderTest, a_source_that_lags_too_far_is_given_up_and_memory_stays_bounded) {
    auto vcd = recorder();
    SlowSource source;
    vcd.add_source(source);
    const auto fast = vcd.add("fast", 32, 0);
    vcd.begin();
    const auto changes = VcdRecorder::kMostWaiting + 10;
    for (std::uint64_t i = 1; i <= changes; ++i) {
        if (i % 1000 == 0) run_ps(10000);
        vcd.set(fast, sc_core::sc_time_stamp().value(), i);
    }
    EXPECT_GT(source.gave_up_ps, 0u);
    vcd.finish(sc_core::sc_time_stamp().value());
    EXPECT_EQ(read().signals.at("fast").transitions(), changes / 1000 + 1); // one of each moment
}

TEST(TraceFile, a_disk_that_takes_no_more_is_told_at_the_end) {
    TraceFile file("/dev/full", "full.vcd");
    file.write("something");
    EXPECT_THROW(file.close(), InputError);
    EXPECT_THROW(TraceFile("/nowhere/t.vcd", "t.vcd"), InputError);
}

TEST(VcdText, identifier_codes_are_all_different_and_short) {
    std::set<std::string> codes;
    for (std::uint32_t i = 0; i < 20000; ++i) {
        const auto code = vcd_code(i);
        EXPECT_LE(code.size(), i < 94 ? 1u : i < 94 * 95 ? 2u : 3u);
        codes.insert(code);
    }
    EXPECT_EQ(codes.size(), 20000u);
}

} // namespace
} // namespace stavp::trace
