// Who goes first; clocks worked out by hand for DDR4-2400R:
// CL 16, CWL 12, tRCD 16, tRP 16, tRAS 39, tRC 55, tCCD 4/6, tWTR 3/9, tRTP 9, tRTW 2, 4 clocks per burst.

#include "tests/ddr/dram_probe.h"
#include "tests/ddr/linear_config.h"

#include <gtest/gtest.h>

namespace {

using stavp::DdrConfig;
using stavp::DramScheduling;
using stavp::test::DramProbe;

constexpr std::uint64_t kRow = 16 * 8192; ///< from a row to the next one of the same bank
constexpr std::uint64_t kGroup = 8192;    ///< from a bank to the same one of the next bank group

DdrConfig config_with(DramScheduling scheduler, unsigned starvation_cap = 16, unsigned queue_depth = 32) {
    auto config = stavp::test::linear_config();
    config.scheduler = scheduler;
    config.starvation_cap = starvation_cap;
    config.queue_depth = queue_depth;
    return config;
}

TEST(SchedulerTest, a_hit_goes_before_an_older_conflict_of_its_bank) {
    DramProbe probe(config_with(DramScheduling::frfcfs));
    probe.read(0, 0);
    const auto conflict = probe.read(kRow, 100);
    const auto hit = probe.read(64, 100);
    EXPECT_EQ(probe.end(hit), 100u + 16 + 4);
    // PRE at 100 + tRTP, ACT at 125, RD at 141.
    EXPECT_EQ(probe.end(conflict), 141u + 16 + 4);
}

TEST(SchedulerTest, in_order_the_older_conflict_closes_the_row_first) {
    DramProbe probe(config_with(DramScheduling::fcfs));
    probe.read(0, 0);
    const auto conflict = probe.read(kRow, 100);
    const auto second = probe.read(64, 100);
    // PRE at 100, ACT at 116, RD at 132.
    EXPECT_EQ(probe.end(conflict), 132u + 16 + 4);
    // PRE at 116 + tRAS = 155, ACT at 171, RD at 187.
    EXPECT_EQ(probe.end(second), 187u + 16 + 4);
}

TEST(SchedulerTest, a_hit_of_another_bank_does_not_wait_for_a_conflict_but_in_order_it_does) {
    DramProbe ready_first(config_with(DramScheduling::frfcfs));
    DramProbe in_order(config_with(DramScheduling::fcfs));
    for (auto* probe : {&ready_first, &in_order}) {
        probe->read(0, 0);
        probe->read(kGroup, 0);
        probe->read(kGroup + kRow, 100);
        probe->read(64, 100);
    }
    EXPECT_EQ(ready_first.end(3), 100u + 16 + 4);
    EXPECT_EQ(ready_first.end(2), 101u + 16 + 16 + 16 + 4); // its PRE comes a clock later
    EXPECT_EQ(in_order.end(2), 100u + 16 + 16 + 16 + 4);
    EXPECT_EQ(in_order.end(3), 152u + 4);
}

TEST(SchedulerTest, after_so_many_hits_have_overtaken_it_a_conflict_gets_its_row) {
    DramProbe probe(config_with(DramScheduling::frfcfs, 2));
    probe.read(0, 0);
    const auto conflict = probe.read(kRow, 100);
    for (std::uint64_t i = 1; i <= 4; ++i)
        probe.read(i * 64, 100);
    EXPECT_EQ(probe.end(2), 100u + 16 + 4);
    EXPECT_EQ(probe.end(3), 106u + 16 + 4);
    // PRE at 106 + 9, ACT at 131, RD at 147.
    EXPECT_EQ(probe.end(conflict), 147u + 16 + 4);
    // The other two have to open their row again: PRE at 131 + 39 = 170, ACT at 186, RD at 202 and 208.
    EXPECT_EQ(probe.end(4), 202u + 16 + 4);
    EXPECT_EQ(probe.end(5), 208u + 16 + 4);
}

TEST(SchedulerTest, with_a_higher_cap_all_hits_go_first) {
    DramProbe probe(config_with(DramScheduling::frfcfs, 4));
    probe.read(0, 0);
    const auto conflict = probe.read(kRow, 100);
    for (std::uint64_t i = 1; i <= 4; ++i)
        probe.read(i * 64, 100);
    EXPECT_EQ(probe.end(5), 118u + 16 + 4);
    // PRE at 127, ACT at 143, RD at 159.
    EXPECT_EQ(probe.end(conflict), 159u + 16 + 4);
}

TEST(SchedulerTest, a_write_is_not_kept_from_the_bus_by_reads_for_ever) {
    DramProbe probe(config_with(DramScheduling::frfcfs, 2));
    probe.read(0, 0);
    probe.read(64, 100);
    const auto write = probe.write(128, 101); // could go at 100 + 16 + 4 + 2 - 12 = 110 at the earliest
    for (std::uint64_t i = 3; i <= 5; ++i)
        probe.read(i * 64, 101);
    EXPECT_EQ(probe.end(3), 106u + 16 + 4);
    EXPECT_EQ(probe.end(4), 112u + 16 + 4);
    // Two reads have gone before it; now the third one waits: WR at 112 + 16 + 4 + 2 - 12 = 122.
    EXPECT_EQ(probe.end(write), 122u + 12 + 4);
    EXPECT_EQ(probe.end(5), 138u + 9 + 16 + 4);
}

TEST(SchedulerTest, a_read_does_not_overtake_a_write_to_the_same_burst) {
    DramProbe probe(config_with(DramScheduling::frfcfs));
    probe.read(0, 0);
    probe.read(64, 100);
    const auto write = probe.write(130, 101, 4);
    const auto same = probe.read(128, 101, 4);
    const auto other = probe.read(192, 101);
    EXPECT_EQ(probe.end(other), 106u + 16 + 4);
    // WR at 106 + 16 + 4 + 2 - 12 = 116, data end at 132.
    EXPECT_EQ(probe.end(write), 132u);
    EXPECT_EQ(probe.end(same), 132u + 9 + 16 + 4);
}

TEST(SchedulerTest, a_write_does_not_overtake_a_read_of_the_same_burst) {
    DramProbe probe(config_with(DramScheduling::frfcfs));
    probe.read(0, 0);
    probe.write(64, 100); // data end at 116
    const auto read = probe.read(128, 101);
    const auto write = probe.write(128, 101); // alone it could go at 106
    EXPECT_EQ(probe.end(read), 116u + 9 + 16 + 4);
    EXPECT_EQ(probe.end(write), 125u + 16 + 4 + 2 + 4);
}

TEST(SchedulerTest, a_queue_of_one_sees_no_bank_ahead) {
    DramProbe shallow(config_with(DramScheduling::frfcfs, 16, 1));
    shallow.read(0, 0);
    const auto second = shallow.read(kGroup, 0);
    // It enters when the first has its RD at 16: ACT at 17, RD at 33.
    EXPECT_EQ(shallow.end(second), 33u + 16 + 4);
    DramProbe deep(config_with(DramScheduling::frfcfs, 16, 2));
    deep.read(0, 0);
    EXPECT_EQ(deep.end(deep.read(kGroup, 0)), 40u);
}

} // namespace
