// Where the clocks of a request went, by hand for DDR4-2400R: CL 16, CWL 12, tRCD 16, tRP 16, tRAS 39, tRRD 4/6,
// tFAW 26, tCCD 4/6, tWTR 3/9, tRFC 421, tREFI 9360, 4 clocks per burst. That they sum to the latency is checked for
// every request of RequestStream.

#include "tests/ddr/dram_probe.h"
#include "tests/ddr/linear_config.h"

#include <gtest/gtest.h>
#include <ostream>

namespace stavp {

void PrintTo(const DramDelays& delays, std::ostream* out) {
    *out << "queue " << delays.queue << " refresh " << delays.refresh << " row_miss " << delays.row_miss
         << " row_conflict " << delays.row_conflict << " activate " << delays.activate << " turnaround "
         << delays.turnaround << " access " << delays.access << " data " << delays.data;
}

} // namespace stavp

namespace {

using stavp::DramDelays;

constexpr std::uint64_t kRow = 16 * 8192;
constexpr std::uint64_t kGroup = 8192;
constexpr std::uint64_t kBank = 4 * 8192;

class DramDelaysTest : public testing::Test {
protected:
    DramDelays of(std::uint64_t id) { return probe.completion(id).delays; }

    stavp::test::DramProbe probe{stavp::test::linear_config()};
};

TEST_F(DramDelaysTest, a_miss_a_hit_and_a_conflict_on_an_idle_channel) {
    EXPECT_EQ(of(probe.read(0, 0)), (DramDelays{.row_miss = 16, .access = 16, .data = 4}));
    EXPECT_EQ(of(probe.read(64, 100)), (DramDelays{.access = 16, .data = 4}));
    EXPECT_EQ(of(probe.read(kRow, 200)), (DramDelays{.row_conflict = 32, .access = 16, .data = 4}));
    EXPECT_EQ(of(probe.write(kRow, 400)), (DramDelays{.access = 12, .data = 4}));
}

TEST_F(DramDelaysTest, a_conflict_includes_the_wait_for_tRAS_but_not_for_the_request_before) {
    probe.read(0, 0);
    // The other's RD at 16, PRE at 39, ACT at 55, RD at 71.
    EXPECT_EQ(of(probe.read(kRow, 0)), (DramDelays{.queue = 16, .row_conflict = 55, .access = 16, .data = 4}));
}

TEST_F(DramDelaysTest, a_hit_that_came_while_its_row_was_being_opened_shares_the_wait) {
    probe.read(0, 0);
    // RD at 22 instead of 10: tRCD until 16, then behind the other one.
    EXPECT_EQ(of(probe.read(64, 10)), (DramDelays{.queue = 6, .row_miss = 6, .access = 16, .data = 4}));
}

TEST_F(DramDelaysTest, a_request_behind_another_waits_in_the_queue) {
    probe.read(0, 0);
    probe.read(0, 100);
    EXPECT_EQ(of(probe.read(64, 100)), (DramDelays{.queue = 6, .access = 16, .data = 4}));
}

TEST_F(DramDelaysTest, own_bursts_are_data_and_no_queue_as_far_as_the_bus_was_busy_with_them) {
    probe.read(0, 0);
    // Four bursts tCCD_L = 6 apart: of the 18 clocks before the last, 12 carried data of the first three.
    EXPECT_EQ(of(probe.read(64, 100, 256)), (DramDelays{.queue = 6, .access = 16, .data = 16}));
}

TEST_F(DramDelaysTest, a_refresh_under_way) {
    probe.read(0, 0);
    // Due at 9360: PREA, REF at 9376, ACT at 9797.
    EXPECT_EQ(of(probe.read(0, 9360)), (DramDelays{.refresh = 437, .row_miss = 16, .access = 16, .data = 4}));
    probe.read(0, 18000);
    EXPECT_EQ(of(probe.read(0, 18720 + 100)), (DramDelays{.refresh = 337, .row_miss = 16, .access = 16, .data = 4}));
}

TEST_F(DramDelaysTest, the_fifth_activate_in_a_window) {
    for (std::uint64_t group = 0; group < 4; ++group)
        probe.read(group * kGroup, 0);
    EXPECT_EQ(of(probe.read(kBank, 0)), (DramDelays{.row_miss = 16, .activate = 26, .access = 16, .data = 4}));
}

TEST_F(DramDelaysTest, a_read_after_a_write_waits_for_the_turn_round) {
    probe.write(0, 0); // WR at 16, data end at 32
    // ACT at 4, RD at 35 instead of 20.
    EXPECT_EQ(of(probe.read(kGroup, 0)),
              (DramDelays{.row_miss = 16, .activate = 4, .turnaround = 15, .access = 16, .data = 4}));
}

} // namespace
