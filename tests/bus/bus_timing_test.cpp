#include "tests/bus/bus_fixture.h"

namespace {

using stavp::Arbitration;
using stavp::BusConfig;
using stavp::Fidelity;
using stavp::test::BusFixture;

class BusTimingTest : public BusFixture {};

TEST_F(BusTimingTest, a_transaction_takes_its_data_cycles_the_latency_and_the_target) {
    const auto& read = read_at(0, a, kFirst, 100);
    const auto& write = write_at(0, a, kSecond, 1);
    const auto& short_write = write_at(100000, b, kFirst, 32);
    run();
    EXPECT_EQ(read, ps(0, 4));
    EXPECT_EQ(first.arrivals.front().time_ps, 16000u);
    EXPECT_EQ(write, ps(0, 1));
    EXPECT_EQ(short_write, 100000 + ps(0, 1));
}

TEST_F(BusTimingTest, a_whole_window_moves_at_the_width_of_the_port) {
    const auto& end = read_at(0, a, kFirst, 0x1000);
    run();
    EXPECT_EQ(end, ps(0, 128));
}

TEST_F(BusTimingTest, an_arrival_between_edges_starts_at_the_next_edge) {
    const auto& between = read_at(3000, a, kFirst, 32);
    const auto& at_edge = read_at(4000, b, kSecond, 32);
    run();
    EXPECT_EQ(between, 4000 + ps(0, 1));
    EXPECT_EQ(at_edge, 4000 + ps(0, 1));
}

TEST_F(BusTimingTest, two_initiators_at_one_target_take_turns) {
    const auto& one = read_at(0, a, kFirst, 100);
    const auto& two = read_at(0, b, kFirst, 100);
    const auto& three = read_at(2000, b, kFirst, 100);
    run();
    EXPECT_EQ(one, ps(0, 4));
    EXPECT_EQ(two, ps(4, 4));
    EXPECT_EQ(three, ps(8, 4));
    EXPECT_EQ(bus.initiator_statistics(0).wait_cycles, 0u);
    EXPECT_EQ(bus.initiator_statistics(1).wait_cycles, 4u + 7u);
    EXPECT_EQ(bus.target_statistics(0).wait_cycles, 4u + 7u);
    EXPECT_EQ(bus.target_statistics(0).read_busy_cycles, 12u);
    EXPECT_EQ(bus.target_statistics(0).transactions, 3u);
    EXPECT_EQ(bus.target_statistics(0).bytes, 300u);
    EXPECT_EQ(bus.target_statistics(1).busy_cycles(), 0u);
}

TEST_F(BusTimingTest, one_initiator_waits_for_its_own_port) {
    const auto& one = read_at(0, a, kFirst, 64);
    const auto& two = read_at(0, a, kSecond, 64);
    run();
    EXPECT_EQ(one, ps(0, 2));
    EXPECT_EQ(two, ps(2, 2));
}

TEST_F(BusTimingTest, pairs_without_a_common_port_do_not_wait) {
    const auto& one = read_at(0, a, kFirst, 256);
    const auto& two = read_at(0, b, kSecond, 256);
    run();
    EXPECT_EQ(one, ps(0, 8));
    EXPECT_EQ(two, ps(0, 8));
    EXPECT_EQ(bus.initiator_statistics(1).wait_cycles, 0u);
}

TEST_F(BusTimingTest, reads_and_writes_have_their_own_channels) {
    const auto& read = read_at(0, a, kFirst, 256);
    const auto& write = write_at(0, a, kFirst, 256);
    const auto& later_write = write_at(2000, b, kFirst, 32);
    run();
    EXPECT_EQ(read, ps(0, 8));
    EXPECT_EQ(write, ps(0, 8));
    EXPECT_EQ(later_write, ps(8, 1));
    EXPECT_EQ(bus.target_statistics(0).write_busy_cycles, 9u);
}

TEST_F(BusTimingTest, a_request_behind_a_busy_port_does_not_hold_up_another_initiators) {
    read_at(0, a, kFirst, 256); // first is taken until cycle 8
    const auto& blocked = read_at(0, a, kSecond, 32);
    const auto& free = read_at(2000, b, kSecond, 32);
    run();
    EXPECT_EQ(blocked, ps(8, 1));
    EXPECT_EQ(free, 2000 + ps(0, 1));
}

TEST_F(BusTimingTest, a_port_is_free_again_when_time_has_passed) {
    read_at(0, a, kFirst, 100);
    const auto& soon = read_at(6000, b, kFirst, 32);
    const auto& late = read_at(500000, b, kFirst, 32);
    run();
    EXPECT_EQ(soon, 6000 + ps(1, 1));
    EXPECT_EQ(late, 500000 + ps(0, 1));
}

TEST_F(BusTimingTest, who_cannot_wait_is_timed_as_if_alone) {
    EXPECT_EQ(read(a, kFirst, 100), ps(0, 4));
    EXPECT_EQ(read(b, kFirst, 100, 777), 777 + ps(0, 4));
    EXPECT_EQ(bus.target_statistics(0).wait_cycles, 0u);
}

/// b has first until cycle 8; then wait, in the order of their arrivals, b, a and c, for one cycle each.
class ArbitrationTest : public BusFixture, public testing::WithParamInterface<Arbitration> {
protected:
    ArbitrationTest() : BusFixture(BusConfig{32, kLatencyCycles, Fidelity::at, 500, GetParam()}) {}
};

TEST_P(ArbitrationTest, the_policy_sets_the_order) {
    read_at(0, b, kFirst, 256);
    const auto& from_b = read_at(2000, b, kFirst, 32);
    const auto& from_a = read_at(4000, a, kFirst, 32);
    const auto& from_c = read_at(6000, c, kFirst, 32);
    run();
    const auto served_at = [](std::uint64_t cycle) { return ps(cycle, 1); };
    switch (GetParam()) {
    case Arbitration::fcfs:
        EXPECT_EQ(from_b, served_at(8));
        EXPECT_EQ(from_a, served_at(9));
        EXPECT_EQ(from_c, served_at(10));
        break;
    case Arbitration::round_robin:
        EXPECT_EQ(from_c, served_at(8));
        EXPECT_EQ(from_a, served_at(9));
        EXPECT_EQ(from_b, served_at(10));
        break;
    case Arbitration::fixed_priority:
        EXPECT_EQ(from_a, served_at(8));
        EXPECT_EQ(from_b, served_at(9));
        EXPECT_EQ(from_c, served_at(10));
        break;
    }
}

TEST_P(ArbitrationTest, requests_of_one_initiator_for_one_target_keep_their_order) {
    read_at(0, b, kFirst, 256);
    const auto& one = read_at(1000, a, kFirst, 64);
    const auto& two = read_at(1500, a, kFirst, 32);
    run();
    EXPECT_EQ(one, ps(8, 2));
    EXPECT_EQ(two, ps(10, 1));
}

TEST_P(ArbitrationTest, a_request_made_at_the_edge_itself_takes_part) {
    read_at(0, b, kFirst, 256);
    const auto& from_b = read_at(2000, b, kFirst, 32);
    const auto& from_a = read_at(16000, a, kFirst, 32); // the edge of cycle 8
    run();
    const bool older_first = GetParam() == Arbitration::fcfs;
    EXPECT_EQ(from_b, ps(older_first ? 8 : 9, 1));
    EXPECT_EQ(from_a, ps(older_first ? 9 : 8, 1));
}

INSTANTIATE_TEST_SUITE_P(Policies, ArbitrationTest,
                         testing::Values(Arbitration::fcfs, Arbitration::round_robin, Arbitration::fixed_priority));

class OutstandingTest : public BusFixture, public testing::WithParamInterface<unsigned> {
protected:
    OutstandingTest() : BusFixture(BusConfig{32, kLatencyCycles, Fidelity::at, 500, Arbitration::fcfs, GetParam()}) {}
};

TEST_P(OutstandingTest, a_request_beyond_the_limit_waits_for_the_end_of_one_before) {
    const auto& one = read_at(0, a, kFirst, 32);
    const auto& two = read_at(0, a, kFirst, 32);
    const auto& three = read_at(0, a, kFirst, 32);
    const auto& other = read_at(0, b, kSecond, 32);
    run();
    EXPECT_EQ(one, ps(0, 1));
    EXPECT_EQ(other, ps(0, 1));
    // The first ends at 20000, which is cycle 10.
    EXPECT_EQ(two, GetParam() == 1 ? 20000 + ps(0, 1) : ps(1, 1));
    EXPECT_EQ(three, GetParam() == 1 ? 40000 + ps(0, 1) : GetParam() == 2 ? 20000 + ps(0, 1) : ps(2, 1));
    EXPECT_EQ(bus.initiator_statistics(0).held_cycles, GetParam() == 1 ? 10 + 20u : GetParam() == 2 ? 10u : 0u);
    EXPECT_EQ(bus.initiator_statistics(1).held_cycles, 0u);
}

INSTANTIATE_TEST_SUITE_P(Limits, OutstandingTest, testing::Values(1u, 2u, 3u));

class LooselyTimedBusTest : public BusFixture {
protected:
    LooselyTimedBusTest() : BusFixture(config_of(Fidelity::lt)) {}
};

TEST_F(LooselyTimedBusTest, nobody_waits_and_edges_do_not_matter) {
    const auto& one = read_at(0, a, kFirst, 100);
    const auto& two = read_at(777, b, kFirst, 100);
    run();
    EXPECT_EQ(one, ps(0, 4));
    EXPECT_EQ(two, 777 + ps(0, 4));
    EXPECT_EQ(bus.target_statistics(0).wait_cycles, 0u);
    EXPECT_EQ(bus.target_statistics(0).busy_cycles(), 8u);
}

TEST(BusConfigTest, impossible_values_are_named) {
    EXPECT_EQ(stavp::find_error(BusConfig{}), std::nullopt);
    EXPECT_EQ(stavp::find_error(BusConfig{0}), "bus: bytes_per_cycle must not be 0");
    EXPECT_EQ(stavp::find_error(BusConfig{32, 4, Fidelity::at, 500, Arbitration::fcfs, 0}),
              "bus: outstanding must not be 0");
}

} // namespace
