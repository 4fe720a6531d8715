#include "models/dma/interval_charge.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

/// A burst from 0 on: 10 ns on the bus, 30 ns in the queue of the memory, 20 ns of row conflict, 15 ns of column
/// access, 10 ns of data, 25 ns of write.
class IntervalChargeTest : public testing::Test {
protected:
    TransactionTimeline burst;
    StallAccount account{Clock(1000)};

    void SetUp() override {
        burst.begin(0);
        burst.serve(Activity::busy, 10000);
        burst.wait(Activity::ddr_queue, 40000);
        burst.wait(Activity::ddr_row_conflict, 60000);
        burst.serve(Activity::ddr_access, 75000);
        burst.serve(Activity::ddr_data, 85000);
        burst.serve(Activity::busy, 110000);
        sc_core::sc_start(sc_core::sc_time(110, sc_core::SC_NS));
    }
    std::uint64_t cycles(Activity activity) const { return account.snapshot()[activity_index(activity)]; }
};

TEST_F(IntervalChargeTest, a_burst_alone_is_charged_with_its_whole_life) {
    charge_interval(burst, account);
    EXPECT_EQ(cycles(Activity::busy), 35u);
    EXPECT_EQ(cycles(Activity::ddr_queue), 30u);
    EXPECT_EQ(cycles(Activity::ddr_row_conflict), 20u);
    EXPECT_EQ(cycles(Activity::ddr_access), 15u);
    EXPECT_EQ(cycles(Activity::ddr_data), 10u);
}

TEST_F(IntervalChargeTest, behind_another_burst_waits_come_first_and_the_last_of_them_before_the_others) {
    account.charge(Activity::fetch, 80000); // the burst before ended 30 ns ago
    charge_interval(burst, account);
    EXPECT_EQ(cycles(Activity::ddr_row_conflict), 20u);
    EXPECT_EQ(cycles(Activity::ddr_queue), 10u);
    EXPECT_EQ(cycles(Activity::busy), 0u);
    EXPECT_EQ(account.charged_ps(), 110000u);
}

TEST_F(IntervalChargeTest, what_waits_do_not_explain_is_service_the_last_of_it_first) {
    account.charge(Activity::fetch, 30000); // 80 ns: 50 of waits, 25 of write, 5 of data
    charge_interval(burst, account);
    EXPECT_EQ(cycles(Activity::ddr_row_conflict), 20u);
    EXPECT_EQ(cycles(Activity::ddr_queue), 30u);
    EXPECT_EQ(cycles(Activity::busy), 25u);
    EXPECT_EQ(cycles(Activity::ddr_data), 5u);
    EXPECT_EQ(cycles(Activity::ddr_access), 0u);
}

TEST_F(IntervalChargeTest, time_before_a_burst_could_be_issued_is_the_ports) {
    burst.begin(100000);
    burst.serve(Activity::busy, 110000);
    account.charge(Activity::fetch, 60000);
    charge_interval(burst, account);
    EXPECT_EQ(cycles(Activity::bus_outstanding), 40u);
    EXPECT_EQ(cycles(Activity::busy), 10u);
}

TEST_F(IntervalChargeTest, in_the_middle_the_pieces_so_far_and_then_what_goes_on) {
    burst.begin(0);
    burst.serve(Activity::busy, 10000);
    burst.open(Activity::ddr_queue);
    charge_so_far(burst, 25000, account);
    EXPECT_EQ(cycles(Activity::ddr_queue), 15u);
    EXPECT_EQ(account.charged_ps(), 25000u);
}

TEST_F(IntervalChargeTest, pieces_beyond_the_present_are_cut) {
    charge_so_far(burst, 45000, account);
    EXPECT_EQ(cycles(Activity::ddr_row_conflict), 5u);
    EXPECT_EQ(account.charged_ps(), 45000u);
}

} // namespace
} // namespace stavp
