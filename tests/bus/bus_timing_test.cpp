#include "tests/bus/bus_fixture.h"

namespace {

class BusTimingTest : public stavp::test::BusFixture {
protected:
    /// What a transaction takes that waits `wait` cycles and moves data for `busy` cycles.
    static std::uint64_t ps(std::uint64_t wait, std::uint64_t busy) {
        return (wait + busy + kLatencyCycles) * kCyclePs + kTargetPs;
    }
};

TEST_F(BusTimingTest, a_transaction_takes_its_data_cycles_the_latency_and_the_target) {
    EXPECT_EQ(read(a, kFirst, 100), ps(0, 4));
    EXPECT_EQ(first.arrivals.back().time_ps, 16000u);
    EXPECT_EQ(write(a, kSecond, 1), ps(0, 1));
    EXPECT_EQ(write(b, kFirst, 32), ps(0, 1));
}

TEST_F(BusTimingTest, a_whole_window_moves_at_the_width_of_the_port) {
    EXPECT_EQ(read(a, kFirst, 0x1000), ps(0, 128));
}

TEST_F(BusTimingTest, an_arrival_between_edges_starts_at_the_next_edge) {
    EXPECT_EQ(read(a, kFirst, 32, 3000), 4000 + ps(0, 1));
    EXPECT_EQ(read(b, kSecond, 32, 4000), 4000 + ps(0, 1));
}

TEST_F(BusTimingTest, two_initiators_at_one_target_take_turns) {
    EXPECT_EQ(read(a, kFirst, 100), ps(0, 4));
    EXPECT_EQ(read(b, kFirst, 100), ps(4, 4));
    EXPECT_EQ(read(b, kFirst, 100, 2000), ps(8, 4));
    EXPECT_EQ(bus.initiator_statistics(0).wait_cycles, 0u);
    EXPECT_EQ(bus.initiator_statistics(1).wait_cycles, 4u + 7u);
    EXPECT_EQ(bus.target_statistics(0).wait_cycles, 4u + 7u);
    EXPECT_EQ(bus.target_statistics(0).read_busy_cycles, 12u);
    EXPECT_EQ(bus.target_statistics(0).transactions, 3u);
    EXPECT_EQ(bus.target_statistics(0).bytes, 300u);
    EXPECT_EQ(bus.target_statistics(1).busy_cycles(), 0u);
}

TEST_F(BusTimingTest, one_initiator_waits_for_its_own_port) {
    EXPECT_EQ(read(a, kFirst, 64), ps(0, 2));
    EXPECT_EQ(read(a, kSecond, 64), ps(2, 2));
}

TEST_F(BusTimingTest, pairs_without_a_common_port_do_not_wait) {
    EXPECT_EQ(read(a, kFirst, 256), ps(0, 8));
    EXPECT_EQ(read(b, kSecond, 256), ps(0, 8));
    EXPECT_EQ(bus.initiator_statistics(1).wait_cycles, 0u);
}

TEST_F(BusTimingTest, reads_and_writes_have_their_own_channels) {
    EXPECT_EQ(read(a, kFirst, 256), ps(0, 8));
    EXPECT_EQ(write(a, kFirst, 256), ps(0, 8));
    EXPECT_EQ(write(b, kFirst, 32), ps(8, 1));
    EXPECT_EQ(bus.target_statistics(0).write_busy_cycles, 9u);
}

TEST_F(BusTimingTest, an_initiator_that_runs_ahead_does_not_hold_up_earlier_ones) {
    EXPECT_EQ(read(a, kFirst, 64, 100000), 100000 + ps(0, 2));
    EXPECT_EQ(read(b, kFirst, 64), ps(0, 2));
    EXPECT_EQ(read(b, kFirst, 96, 98000), 98000 + ps(3, 3));
}

TEST_F(BusTimingTest, a_port_is_free_again_when_time_has_passed) {
    read(a, kFirst, 100);
    sc_core::sc_start(sc_core::sc_time(6, sc_core::SC_NS));
    EXPECT_EQ(read(b, kFirst, 32), ps(1, 1));
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_US));
    EXPECT_EQ(read(b, kFirst, 32), ps(0, 1));
}

class LooselyTimedBusTest : public stavp::test::BusFixture {
protected:
    LooselyTimedBusTest() : BusFixture(stavp::Fidelity::lt) {}
};

TEST_F(LooselyTimedBusTest, nobody_waits_and_edges_do_not_matter) {
    const auto alone = (4 + kLatencyCycles) * kCyclePs + kTargetPs;
    EXPECT_EQ(read(a, kFirst, 100), alone);
    EXPECT_EQ(read(b, kFirst, 100), alone);
    EXPECT_EQ(read(b, kFirst, 100, 777), 777 + alone);
    EXPECT_EQ(bus.target_statistics(0).wait_cycles, 0u);
    EXPECT_EQ(bus.target_statistics(0).busy_cycles(), 12u);
}

} // namespace
