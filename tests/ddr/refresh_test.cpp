// DDR4-2400R: tREFI 9360, tRFC 421, tRP 16, tRCD 16, CL 16, tRTP 9; worked out by hand.

#include "tests/ddr/dram_probe.h"
#include "tests/ddr/linear_config.h"

#include <gtest/gtest.h>

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

} // namespace
