#include "models/core/wait_ledger.h"

#include <gtest/gtest.h>
#include <numeric>

namespace stavp {
namespace {

/// One engine at 1 ns a cycle that waits, and two at 0.7 ns that it may wait for.
class WaitLedgerTest : public testing::Test {
protected:
    static constexpr unsigned kCounter = 5;

    WaitLedger ledger;
    StallAccount waiter{Clock(1000)};
    StallAccount loader{Clock(700)};
    StallAccount other{Clock(700)};
    unsigned loader_number = 0;
    unsigned other_number = 0;

    void SetUp() override {
        ledger.add(waiter);
        loader_number = ledger.add(loader);
        other_number = ledger.add(other);
    }
    static void run_ps(std::uint64_t ps) { sc_core::sc_start(sc_core::sc_time::from_value(ps)); }
    std::uint64_t cause(Activity wait, Activity cause) const {
        return waiter.wait_causes()[activity_index(wait)][activity_index(cause)];
    }
    std::uint64_t host_cause(Activity wait, std::size_t cause) const {
        return waiter.wait_causes()[activity_index(wait)][cause];
    }
    void expect_exact_sums() const {
        const auto causes = waiter.wait_causes();
        const auto activities = waiter.snapshot();
        for (std::size_t wait = 0; wait < kActivityCount; ++wait) {
            const auto sum = std::accumulate(causes[wait].begin(), causes[wait].end(), std::uint64_t{0});
            EXPECT_EQ(sum, is_wait(static_cast<Activity>(wait)) ? activities[wait] : 0) << kActivityNames[wait];
        }
    }
};

TEST_F(WaitLedgerTest, a_wait_is_what_the_queue_that_ended_it_did_meanwhile) {
    loader.enter(Activity::busy);
    run_ps(10000);
    waiter.enter(Activity::weights, kCounter);
    run_ps(20000);
    loader.enter(Activity::ddr_refresh);
    run_ps(30000);
    loader.enter(Activity::fetch);
    ledger.signalled(kCounter, loader_number);
    waiter.enter(Activity::busy);
    run_ps(100000);
    EXPECT_EQ(cause(Activity::weights, Activity::busy), 20u);
    EXPECT_EQ(cause(Activity::weights, Activity::ddr_refresh), 30u);
    expect_exact_sums();
}

TEST_F(WaitLedgerTest, time_that_is_attributed_later_is_cut_at_the_begin_of_the_wait) {
    loader.enter(Activity::busy);
    loader.defer();
    run_ps(10000);
    waiter.enter(Activity::weights, kCounter);
    run_ps(20000);
    loader.charge(Activity::ddr_row_conflict, 14000); // 4 of it in the wait
    loader.charge(Activity::ddr_data, 30000);
    loader.enter(Activity::no_command);
    ledger.signalled(kCounter, loader_number);
    waiter.enter(Activity::busy);
    EXPECT_EQ(cause(Activity::weights, Activity::ddr_row_conflict), 4u);
    EXPECT_EQ(cause(Activity::weights, Activity::ddr_data), 16u);
    expect_exact_sums();
}

TEST_F(WaitLedgerTest, only_the_signaller_of_the_awaited_counter_counts) {
    other.enter(Activity::busy);
    loader.enter(Activity::ddr_data);
    waiter.enter(Activity::activations, kCounter);
    run_ps(10000);
    ledger.signalled(kCounter + 1, other_number);
    ledger.signalled(kCounter, loader_number);
    waiter.enter(Activity::busy);
    EXPECT_EQ(cause(Activity::activations, Activity::ddr_data), 10u);
    EXPECT_EQ(cause(Activity::activations, Activity::busy), 0u);
}

TEST_F(WaitLedgerTest, each_increment_answers_for_the_time_before_it) {
    other.enter(Activity::fill_drain);
    loader.enter(Activity::ddr_data);
    waiter.enter(Activity::dependency, kCounter);
    run_ps(10000);
    ledger.signalled(kCounter, other_number);
    waiter.enter(Activity::dependency, kCounter); // not there yet
    run_ps(7000);
    ledger.signalled(kCounter, loader_number);
    waiter.enter(Activity::busy);
    EXPECT_EQ(cause(Activity::dependency, Activity::fill_drain), 10u);
    EXPECT_EQ(cause(Activity::dependency, Activity::ddr_data), 7u);
}

TEST_F(WaitLedgerTest, without_a_command_it_is_the_hosts_sleep_or_work) {
    run_ps(30000);
    ledger.host_sleeps(true);
    run_ps(20000);
    ledger.host_sleeps(false);
    run_ps(5000);
    waiter.enter(Activity::fetch);
    EXPECT_EQ(host_cause(Activity::no_command, kHostSetup), 35u);
    EXPECT_EQ(host_cause(Activity::no_command, kHostAsleep), 20u);
    expect_exact_sums();
}

TEST_F(WaitLedgerTest, a_counter_that_the_host_writes_is_the_hosts) {
    waiter.enter(Activity::dependency, kCounter);
    ledger.signalled(kCounter, loader_number);
    run_ps(10000);
    ledger.written_by_host(kCounter);
    waiter.enter(Activity::busy);
    EXPECT_EQ(host_cause(Activity::dependency, kHostSetup), 10u);
}

TEST_F(WaitLedgerTest, a_wait_that_goes_on_is_counted_up_to_now_and_not_twice) {
    ledger.signalled(kCounter, loader_number); // the last one to do so
    loader.enter(Activity::ddr_queue);
    waiter.enter(Activity::weights, kCounter);
    run_ps(10000);
    EXPECT_EQ(cause(Activity::weights, Activity::ddr_queue), 10u);
    expect_exact_sums();
    run_ps(4000);
    ledger.signalled(kCounter, other_number);
    other.enter(Activity::no_command);
    waiter.enter(Activity::busy);
    EXPECT_EQ(cause(Activity::weights, Activity::ddr_queue), 10u);
    EXPECT_EQ(cause(Activity::weights, Activity::no_command), 4u);
    expect_exact_sums();
}

TEST_F(WaitLedgerTest, causes_sum_exactly_off_the_clock_edges) {
    for (std::uint64_t i = 0; i < 50; ++i) {
        loader.enter(i % 2 == 0 ? Activity::busy : Activity::ddr_queue);
        waiter.enter(Activity::weights, kCounter);
        run_ps(1337);
        loader.enter(i % 3 == 0 ? Activity::ddr_data : Activity::ddr_refresh);
        run_ps(411);
        ledger.signalled(kCounter, loader_number);
        waiter.enter(i % 5 == 0 ? Activity::no_command : Activity::busy);
        run_ps(90);
        expect_exact_sums();
    }
}

} // namespace
} // namespace stavp
