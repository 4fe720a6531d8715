// When rows close; DDR4-2400R: CL 16, tRCD 16, tRP 16, tRAS 39, tCCD_L 6, 4 clocks per burst.

#include "tests/ddr/dram_probe.h"
#include "tests/ddr/linear_config.h"

#include <gtest/gtest.h>

namespace {

using stavp::DramCommand;
using stavp::test::DramProbe;

constexpr std::uint64_t kRow = 16 * 8192; ///< from a row to the next one of the same bank

stavp::DdrConfig config_with(stavp::PagePolicy policy) {
    auto config = stavp::test::linear_config();
    config.page_policy = policy;
    config.row_timeout_clk = 100;
    return config;
}

TEST(ClosedPageTest, a_row_is_closed_after_the_transaction) {
    DramProbe probe(config_with(stavp::PagePolicy::closed));
    EXPECT_EQ(probe.end(probe.read(0, 0, 128)), 36u + 6);
    EXPECT_EQ(probe.end(probe.read(0, 100)), 100u + 16 + 16 + 4);
    EXPECT_EQ(probe.end(probe.read(kRow, 200)), 200u + 16 + 16 + 4);
    EXPECT_EQ(probe.dram.counts().row_misses, 3u);
    EXPECT_EQ(probe.dram.counts().row_hits, 1u);
    // Closing still obeys tRAS: ACT at 200, precharge at 239, ACT at 255.
    EXPECT_EQ(probe.end(probe.read(0, 220)), 255u + 16 + 16 + 4);
}

TEST(ClosedPageTest, a_row_that_the_queue_still_wants_stays_open) {
    DramProbe probe(config_with(stavp::PagePolicy::closed));
    probe.read(0, 0);
    EXPECT_EQ(probe.end(probe.read(64, 0)), 36u + 6);
    EXPECT_EQ(probe.dram.counts().row_hits, 1u);
    EXPECT_EQ(probe.dram.counts().precharges, 0u) << "auto-precharges take no command";
}

TEST(TimeoutPageTest, a_row_closes_when_it_has_not_been_used_for_so_long) {
    DramProbe probe(config_with(stavp::PagePolicy::timeout));
    probe.read(0, 0); // RD at 16
    EXPECT_EQ(probe.end(probe.read(64, 116)), 116u + 16 + 4) << "in the last clock it still hits";
    // PRE at 216; a clock later the bank is on its way to being closed: ACT at 232.
    EXPECT_EQ(probe.end(probe.read(128, 217)), 232u + 16 + 16 + 4);
    EXPECT_EQ(probe.clock_of(DramCommand::precharge), 216u);
    EXPECT_EQ(probe.end(probe.read(kRow, 1000)), 1000u + 36);
    EXPECT_EQ(probe.dram.counts().row_conflicts, 0u);
}

TEST(TimeoutPageTest, another_row_of_the_bank_does_not_wait_for_it) {
    DramProbe probe(config_with(stavp::PagePolicy::timeout));
    probe.read(0, 0);
    EXPECT_EQ(probe.end(probe.read(kRow, 100)), 100u + 16 + 36);
    EXPECT_EQ(probe.dram.counts().row_conflicts, 1u);
}

TEST(OpenPageTest, a_row_stays_open_until_it_is_in_the_way) {
    DramProbe probe(config_with(stavp::PagePolicy::open));
    probe.read(0, 0);
    EXPECT_EQ(probe.end(probe.read(64, 9000)), 9000u + 16 + 4);
}

} // namespace
