// DDR4-2400R: tREFI 9360, tRFC 421, tRP 16, tRCD 16, CL 16, tRTP 9; worked out by hand.

#include "tests/ddr/dram_probe.h"
#include "tests/ddr/linear_config.h"
#include "tests/ddr/request_stream.h"

#include <gtest/gtest.h>
#include <vector>

namespace {

class RefreshTest : public testing::Test {
protected:
    std::uint64_t read(std::uint64_t arrival) { return probe.end(probe.read(0, arrival)); }

    stavp::test::DramProbe probe{stavp::test::linear_config()};
    stavp::DramController& dram = probe.dram;
};

TEST_F(RefreshTest, an_open_row_is_precharged_first) {
    read(0);
    EXPECT_EQ(read(9360), 9360u + 16 + 421 + 16 + 16 + 4);
    EXPECT_EQ(dram.counts().row_misses, 2u);
}

TEST_F(RefreshTest, closed_banks_are_refreshed_at_once) {
    EXPECT_EQ(read(9360), 9360u + 421 + 16 + 16 + 4);
}

TEST_F(RefreshTest, a_request_in_the_middle_waits_for_the_end_only) {
    read(0);
    EXPECT_EQ(read(9700), 9360u + 16 + 421 + 16 + 16 + 4);
    EXPECT_EQ(read(9360 + 16 + 421 + 1000), 9360u + 16 + 421 + 1000 + 16 + 4);
}

TEST_F(RefreshTest, a_request_begun_before_it_is_due_goes_first) {
    read(0);
    EXPECT_EQ(read(9359), 9359u + 16 + 4);
    // PREA at 9359 + tRTP, REF at + tRP.
    EXPECT_EQ(read(9400), 9359u + 9 + 16 + 421 + 16 + 16 + 4);
}

TEST_F(RefreshTest, those_of_a_long_idle_time_have_happened_on_time) {
    read(0);
    EXPECT_EQ(read(5 * 9360 + 100), 5u * 9360 + 421 + 16 + 16 + 4);
    EXPECT_EQ(dram.refreshes(5 * 9360 + 100), 5u);
    EXPECT_EQ(dram.refreshes(6 * 9360 - 1), 5u);
    EXPECT_EQ(dram.refreshes(6 * 9360), 6u);
    read(1'000'000'000);
    EXPECT_EQ(dram.refreshes(1'000'000'000), 1'000'000'000u / 9360);
}

TEST_F(RefreshTest, an_idle_time_of_years_is_skipped) {
    constexpr std::uint64_t kFar = 1ull << 58;
    EXPECT_EQ(read(kFar - kFar % 9360 + 1000), kFar - kFar % 9360 + 1000 + 36);
    EXPECT_EQ(dram.refreshes(kFar), kFar / 9360);
}

TEST(RankRefreshTest, ranks_take_turns_and_do_not_wait_for_each_other) {
    auto config = stavp::test::linear_config();
    config.timing.ranks = 2;
    config.address_map = "rank row bank bankgroup column";
    stavp::test::DramProbe probe(config);
    const auto other_rank = config.timing.capacity_bytes() / 2;
    const auto refreshed = probe.read(0, 9400);
    const auto free = probe.read(other_rank, 9400);
    EXPECT_EQ(probe.end(refreshed), 9360u + 421 + 36);
    EXPECT_EQ(probe.end(free), 9400u + 36);
    EXPECT_EQ(probe.end(probe.read(other_rank, 9360 + 4680)), 9360u + 4680 + 16 + 421 + 36);
}

/// Reads hits without a pause for a while; returns the clocks of the REFs.
std::vector<std::uint64_t> refreshes_under_load(unsigned postpone) {
    auto config = stavp::test::linear_config();
    config.refresh_postpone = postpone;
    std::vector<std::uint64_t> clocks;
    stavp::test::RequestStream stream(config, 8);
    stream.dram().on_command([&](const stavp::IssuedCommand& command) {
        if (command.command == stavp::DramCommand::refresh) clocks.push_back(command.clock);
    });
    for (int i = 0; i < 8000; ++i) // 48000 clocks
        stream.request(stavp::ColumnCommand::read, 0, 64);
    stream.dram().advance(stream.end() + 5000, [](const stavp::DramCompletion&) {});
    return clocks;
}

TEST(PostponedRefreshTest, while_requests_wait_it_comes_so_many_intervals_later) {
    const auto clocks = refreshes_under_load(2);
    ASSERT_GE(clocks.size(), 5u);
    // PREA waits tRTP = 9 at most, REF tRP = 16 more.
    for (std::uint64_t i = 0; i < 3; ++i) {
        EXPECT_GE(clocks[i], (3 + i) * 9360);
        EXPECT_LE(clocks[i], (3 + i) * 9360 + 9 + 16 + 1);
    }
    // As soon as nothing waits, those put off follow each other.
    EXPECT_EQ(clocks[4], clocks[3] + 421);
}

TEST(PostponedRefreshTest, without_postponing_each_is_on_time) {
    const auto clocks = refreshes_under_load(0);
    ASSERT_GE(clocks.size(), 3u);
    for (std::uint64_t i = 0; i < clocks.size(); ++i) {
        EXPECT_GE(clocks[i], (1 + i) * 9360);
        EXPECT_LE(clocks[i], (1 + i) * 9360 + 9 + 16 + 1);
    }
}

} // namespace
