// Non-blocking transport through the bus, phase by phase.

#include "models/core/request_port.h"
#include "tests/bus/bus_fixture.h"
#include "tests/bus/protocol_parts.h"

#include <gmock/gmock.h>

namespace {

using stavp::Activity;
using stavp::Arbitration;
using stavp::BusConfig;
using stavp::Fidelity;
using stavp::test::BusFixture;
using stavp::test::RawInitiator;
using stavp::test::ReluctantTarget;
using testing::ElementsAre;

/// Beside the memories a target at 0x8000 with the base protocol, and an initiator that uses it.
class BusProtocolTest : public BusFixture {
protected:
    static constexpr std::uint64_t kThird = 0x8000;

    explicit BusProtocolTest(unsigned outstanding = 64)
        : BusFixture(BusConfig{32, kLatencyCycles, Fidelity::at, 500, Arbitration::fcfs, outstanding}) {}

    void SetUp() override {
        raw.socket.bind(bus.initiator_socket(bus.add_initiator("raw")));
        bus.target_socket(bus.map(kThird, 0x1000, "third", stavp::TargetProtocol::non_blocking)).bind(third.socket);
        BusFixture::SetUp();
    }

    RawInitiator raw{"raw"};
    ReluctantTarget third{"third"};
};

TEST_F(BusProtocolTest, a_request_is_accepted_at_once_and_answered_once) {
    auto& read = raw.make(tlm::TLM_READ_COMMAND, kFirst + 0x10, 64);
    first.memory[0x10] = 42;
    EXPECT_EQ(raw.send(read), tlm::TLM_UPDATED);
    run();
    EXPECT_THAT(raw.log, ElementsAre("END_REQ 0", "BEGIN_RESP " + std::to_string(ps(0, 2))));
    EXPECT_EQ(read.payload.get_response_status(), tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(read.payload.get_address(), kFirst + 0x10);
    EXPECT_EQ(read.data[0], 42);
    EXPECT_EQ(read.payload.get_ref_count(), 1);
}

TEST_F(BusProtocolTest, what_no_window_takes_is_completed_early) {
    auto& read = raw.make(tlm::TLM_READ_COMMAND, 0x50000, 4);
    sc_core::sc_time delay;
    EXPECT_EQ(raw.send(read, &delay), tlm::TLM_COMPLETED);
    EXPECT_EQ(delay.value(), kLatencyCycles * kCyclePs);
    EXPECT_EQ(read.payload.get_response_status(), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    run();
    EXPECT_TRUE(raw.log.empty());
}

TEST_F(BusProtocolTest, the_next_response_waits_for_the_end_of_the_one_before) {
    raw.end_response_after_ps = 50000;
    raw.send(raw.make(tlm::TLM_READ_COMMAND, kFirst, 32));
    raw.send(raw.make(tlm::TLM_READ_COMMAND, kSecond, 32));
    run();
    const auto one = ps(0, 1);
    EXPECT_THAT(raw.log, ElementsAre("END_REQ 0", "END_REQ 0", "BEGIN_RESP " + std::to_string(one),
                                     "BEGIN_RESP " + std::to_string(one + 50000)));
}

TEST_F(BusProtocolTest, a_blocking_read_of_a_non_blocking_target_gets_bytes_status_and_time) {
    third.accept_after_ps = 7000;
    third.answer_after_ps = 20000;
    const auto& end = read_at(0, a, kThird + 8, 32);
    run();
    EXPECT_EQ(end, 5 * kCyclePs + 7000 + 20000);
    EXPECT_THAT(third.log, ElementsAre("BEGIN_REQ 8 10000"));
}

TEST_F(BusProtocolTest, a_target_that_refuses_stops_grants_to_it_alone) {
    third.accept_after_ps = 30000;
    third.answer_after_ps = 10000;
    // One cycle each, back to back: they reach the target at 10000, 12000 and 14000. The first is accepted at 40000,
    // the second, which waits at the door, at 70000, the third at 100000.
    const auto& one = read_at(0, a, kThird, 32);
    const auto& two = read_at(0, b, kThird, 32);
    const auto& three = read_at(0, c, kThird, 32);
    // The way to the target is closed from 10000 on; it opens at 100000, cycle 50.
    const auto& four = read_at(12000, a, kThird, 32);
    const auto& elsewhere = read_at(12000, b, kFirst, 32);
    run();
    EXPECT_EQ(one, 50000u);
    EXPECT_EQ(two, 80000u);
    EXPECT_EQ(three, 110000u);
    EXPECT_EQ(four, 100000u + 5 * kCyclePs + 30000 + 10000);
    EXPECT_EQ(elsewhere, 12000 + ps(0, 1));
    EXPECT_THAT(third.log,
                ElementsAre("BEGIN_REQ 0 10000", "BEGIN_REQ 0 40000", "BEGIN_REQ 0 70000", "BEGIN_REQ 0 110000"));
    EXPECT_EQ(bus.target_statistics(0).refused_cycles, 4u * 15);
}

TEST_F(BusProtocolTest, the_timeline_says_where_the_time_went) {
    third.accept_after_ps = 30000;
    third.answer_after_ps = 10000;
    read_at(0, a, kThird, 64);
    auto& request = raw.make(tlm::TLM_READ_COMMAND, kThird, 32);
    stavp::TransactionTimeline timeline;
    timeline.begin(0);
    request.payload.set_extension(&timeline);
    raw.send(request);
    run();
    // The initiators are numbered from raw on, so raw goes first: one cycle, latency; refused for 30000; 10000.
    ASSERT_EQ(timeline.count(), 3u);
    EXPECT_EQ(timeline.pieces()[0].cause, Activity::busy);
    EXPECT_EQ(timeline.pieces()[0].end_ps, 10000u);
    EXPECT_EQ(timeline.pieces()[1].cause, Activity::ddr_queue);
    EXPECT_TRUE(timeline.pieces()[1].waiting);
    EXPECT_EQ(timeline.pieces()[1].end_ps, 40000u);
    EXPECT_EQ(timeline.pieces()[2].end_ps, 50000u);
    request.payload.clear_extension(&timeline);
}

class OneOutstandingTest : public BusProtocolTest {
protected:
    OneOutstandingTest() : BusProtocolTest(1) {}
};

TEST_F(OneOutstandingTest, beyond_the_limit_a_request_is_accepted_late) {
    EXPECT_EQ(raw.send(raw.make(tlm::TLM_READ_COMMAND, kFirst, 32)), tlm::TLM_UPDATED);
    auto& late = raw.make(tlm::TLM_READ_COMMAND, kFirst, 32);
    stavp::TransactionTimeline timeline;
    timeline.begin(0);
    late.payload.set_extension(&timeline);
    EXPECT_EQ(raw.send(late), tlm::TLM_ACCEPTED);
    run();
    const auto one = ps(0, 1);
    EXPECT_THAT(raw.log, ElementsAre("END_REQ 0", "BEGIN_RESP " + std::to_string(one), "END_REQ " + std::to_string(one),
                                     "BEGIN_RESP " + std::to_string(2 * one)));
    EXPECT_EQ(timeline.pieces()[0].cause, Activity::bus_outstanding);
    EXPECT_EQ(timeline.pieces()[0].end_ps, one);
    late.payload.clear_extension(&timeline);
}

} // namespace
