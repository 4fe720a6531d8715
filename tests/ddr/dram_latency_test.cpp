// Latencies in clocks, worked out by hand from JESD79-4 and the values of DDR4-2400R:
// CL 16, CWL 12, tRCD 16, tRP 16, tRAS 39, tRC 55, tRRD 4/6, tFAW 26, tCCD 4/6, tWTR 3/9, tWR 18, tRTP 9, 4 per burst.

#include "tests/ddr/dram_probe.h"
#include "tests/ddr/linear_config.h"

#include <gtest/gtest.h>

namespace {

using stavp::ColumnCommand;

constexpr std::uint64_t kRow = 16 * 8192; ///< from a row to the next one of the same bank
constexpr std::uint64_t kGroup = 8192;    ///< from a bank to the same one of the next bank group
constexpr std::uint64_t kBank = 4 * 8192; ///< from a bank to the next one of the same bank group

class DramLatencyTest : public testing::Test {
protected:
    std::uint64_t read(std::uint64_t offset, std::uint64_t arrival, std::uint32_t bytes = 64) {
        return probe.read(offset, arrival, bytes);
    }
    std::uint64_t write(std::uint64_t offset, std::uint64_t arrival, std::uint32_t bytes = 64) {
        return probe.write(offset, arrival, bytes);
    }
    std::uint64_t end(std::uint64_t id) { return probe.end(id); }

    stavp::test::DramProbe probe{stavp::test::linear_config()};
    stavp::DramController& dram = probe.dram;
};

TEST_F(DramLatencyTest, a_miss_takes_tRCD_CL_and_the_burst) {
    EXPECT_EQ(end(read(0, 100)), 100u + 16 + 16 + 4);
    EXPECT_EQ(dram.counts().row_misses, 1u);
}

TEST_F(DramLatencyTest, a_hit_takes_CL_and_the_burst) {
    read(0, 0);
    EXPECT_EQ(end(read(64, 100)), 100u + 16 + 4);
    EXPECT_EQ(dram.counts().row_hits, 1u);
}

TEST_F(DramLatencyTest, a_conflict_takes_tRP_more_than_a_miss) {
    read(0, 0);
    EXPECT_EQ(end(read(kRow, 100)), 100u + 16 + 16 + 16 + 4);
    EXPECT_EQ(dram.counts().row_conflicts, 1u);
}

TEST_F(DramLatencyTest, an_early_conflict_waits_for_tRAS_and_tRC) {
    read(0, 0);
    // PRE at tRAS = 39 (RD at 16 + tRTP 9 is earlier), ACT at 39 + 16 = tRC = 55, RD at 71.
    EXPECT_EQ(end(read(kRow, 0)), 71u + 16 + 4);
}

TEST_F(DramLatencyTest, precharge_waits_for_the_last_read) {
    read(0, 0);
    read(64, 60);
    // RD at 60, PRE at 69, ACT at 85, RD at 101.
    EXPECT_EQ(end(read(kRow, 60)), 101u + 16 + 4);
}

TEST_F(DramLatencyTest, precharge_waits_for_write_recovery) {
    const auto first = write(0, 0);
    const auto second = read(kRow, 0);
    // ACT at 0, WR at 16, data from 28 to 32.
    EXPECT_EQ(end(first), 32u);
    // PRE at 32 + 18 = 50, ACT at 66, RD at 82.
    EXPECT_EQ(end(second), 82u + 16 + 4);
}

TEST_F(DramLatencyTest, a_read_after_a_write_waits_longer_in_the_same_bank_group) {
    write(0, 0);
    EXPECT_EQ(end(read(64, 0)), 32u + 9 + 16 + 4);
}

TEST_F(DramLatencyTest, a_read_after_a_write_waits_less_in_another_bank_group) {
    write(0, 0);
    EXPECT_EQ(end(read(kGroup, 0)), 32u + 3 + 16 + 4);
}

TEST_F(DramLatencyTest, a_write_after_a_read_waits_for_the_bus_to_turn_round) {
    const auto first = read(0, 0);
    const auto second = write(64, 0);
    EXPECT_EQ(end(first), 36u);
    // Data may start at 36 + 2, so WR at 26; tCCD_L would allow 22.
    EXPECT_EQ(end(second), 38u + 4);
}

TEST_F(DramLatencyTest, bursts_of_one_bank_group_are_tCCD_L_apart) {
    EXPECT_EQ(end(read(0, 0, 256)), 36u + 3 * 6);
    EXPECT_EQ(dram.counts().row_hits, 3u);
}

TEST_F(DramLatencyTest, bursts_of_different_bank_groups_are_tCCD_S_apart) {
    read(0, 0);
    read(kGroup, 0);
    const auto first = read(0, 200);
    const auto second = read(kGroup, 200);
    EXPECT_EQ(end(first), 220u);
    EXPECT_EQ(end(second), 224u);
}

TEST_F(DramLatencyTest, activates_of_one_bank_group_are_tRRD_L_apart) {
    read(0, 0);
    EXPECT_EQ(end(read(kBank, 0)), 6u + 16 + 16 + 4);
}

TEST_F(DramLatencyTest, activates_of_different_bank_groups_are_tRRD_S_apart) {
    read(0, 0);
    EXPECT_EQ(end(read(kGroup, 0)), 4u + 16 + 16 + 4);
}

TEST_F(DramLatencyTest, the_fifth_activate_waits_for_the_window_of_four) {
    for (std::uint64_t group = 0; group < 4; ++group)
        read(group * kGroup, 0);
    const auto fifth = read(kBank, 0);
    for (std::uint64_t group = 0; group < 4; ++group)
        EXPECT_EQ(end(group), 36u + 4 * group);
    EXPECT_EQ(end(fifth), 26u + 16 + 16 + 4);
}

TEST_F(DramLatencyTest, banks_are_prepared_while_data_of_others_move) {
    read(0, 0);
    read(kBank, 0);
    const auto hits = read(64, 0, 7 * 64);
    const auto conflict = read(kBank + kRow, 0);
    // Hits of the first bank until 22 + 7 * 6, while the conflict of the other is prepared: PRE at 45, ACT at 61.
    EXPECT_EQ(end(hits), 22u + 7 * 6 + 16 + 4);
    EXPECT_EQ(end(conflict), 77u + 16 + 4);
}

TEST_F(DramLatencyTest, two_commands_do_not_share_a_clock) {
    read(0, 0); // RD at 16
    EXPECT_EQ(end(read(kGroup, 16)), 17u + 16 + 16 + 4);
}

TEST_F(DramLatencyTest, part_of_a_burst_costs_the_burst) {
    EXPECT_EQ(end(read(70, 0, 1)), 36u);
    EXPECT_EQ(end(write(130, 1000, 3)), 1000u + 12 + 4);
}

TEST_F(DramLatencyTest, an_unaligned_transaction_touches_every_burst_it_has_bytes_in) {
    EXPECT_EQ(end(read(63, 0, 2)), 36u + 6);
    EXPECT_EQ(dram.counts().bursts(), 2u);
    EXPECT_EQ(dram.counts().busy_clocks, 8u);
}

TEST(RankTest, data_of_two_ranks_keep_their_distance) {
    stavp::DdrConfig config;
    config.timing.ranks = 2;
    config.address_map = "row rank bank bankgroup column";
    stavp::test::DramProbe probe(config);
    const auto first = probe.read(0, 0);
    const auto second = probe.read(kRow, 0);
    EXPECT_EQ(probe.end(first), 36u);
    // The ACT of the other rank takes the next command clock; its data follow after tCS = 2.
    EXPECT_EQ(probe.end(second), 36u + 2 + 4);
}

} // namespace
