// The memory's non-blocking side: back-pressure, and where each transaction's time went.

#include "models/core/transaction_timeline.h"
#include "models/ddr/ddr.h"
#include "tests/bus/protocol_parts.h"
#include "tests/ddr/linear_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using stavp::Activity;
using testing::ElementsAre;

constexpr std::uint64_t kClockPs = 833;
constexpr std::uint64_t kFrontendPs = 20000;

class DdrProtocolTest : public testing::Test {
protected:
    explicit DdrProtocolTest(unsigned queue_depth = 32) : ddr("ddr", config_of(queue_depth)) {}

    void SetUp() override { raw.socket.bind(ddr.socket); }
    static stavp::DdrConfig config_of(unsigned queue_depth) {
        auto config = stavp::test::linear_config();
        config.bytes = 1 << 20;
        config.queue_depth = queue_depth;
        return config;
    }
    static std::string at(const char* phase, std::uint64_t clock, std::uint64_t ps = 0) {
        return std::string(phase) + " " + std::to_string(clock * kClockPs + ps);
    }
    static void run() { sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_US)); }

    stavp::Ddr ddr;
    stavp::test::RawInitiator raw{"raw"};
};

TEST_F(DdrProtocolTest, a_read_is_accepted_at_once_and_answered_at_its_end) {
    EXPECT_EQ(raw.send(raw.make(tlm::TLM_READ_COMMAND, 0, 64)), tlm::TLM_UPDATED);
    run();
    EXPECT_THAT(raw.log, ElementsAre("END_REQ 0", at("BEGIN_RESP", 16 + 16 + 4, kFrontendPs)));
}

TEST_F(DdrProtocolTest, an_access_outside_is_refused_at_once) {
    auto& read = raw.make(tlm::TLM_READ_COMMAND, (1 << 20) - 32, 64);
    EXPECT_EQ(raw.send(read), tlm::TLM_COMPLETED);
    EXPECT_EQ(read.payload.get_response_status(), tlm::TLM_ADDRESS_ERROR_RESPONSE);
}

TEST_F(DdrProtocolTest, the_timeline_tells_miss_access_data_and_front_end) {
    auto& read = raw.make(tlm::TLM_READ_COMMAND, 0, 64);
    stavp::TransactionTimeline timeline;
    timeline.begin(0);
    read.payload.set_extension(&timeline);
    raw.send(read);
    run();
    ASSERT_EQ(timeline.count(), 4u);
    const auto expect = [&](std::size_t i, Activity cause, bool waiting, std::uint64_t end_ps) {
        const auto& piece = timeline.pieces()[i];
        EXPECT_EQ(piece.cause, cause) << i;
        EXPECT_EQ(piece.waiting, waiting) << i;
        EXPECT_EQ(piece.end_ps, end_ps) << i;
    };
    expect(0, Activity::ddr_row_miss, true, 16 * kClockPs);
    expect(1, Activity::ddr_access, false, 32 * kClockPs);
    expect(2, Activity::ddr_data, false, 36 * kClockPs);
    expect(3, Activity::ddr_access, false, 36 * kClockPs + kFrontendPs);
    read.payload.clear_extension(&timeline);
}

class ShallowQueueTest : public DdrProtocolTest {
protected:
    ShallowQueueTest() : DdrProtocolTest(1) {}
};

TEST_F(ShallowQueueTest, with_queue_and_entrance_full_a_request_is_accepted_late) {
    EXPECT_EQ(raw.send(raw.make(tlm::TLM_READ_COMMAND, 0, 64)), tlm::TLM_UPDATED);
    EXPECT_EQ(raw.send(raw.make(tlm::TLM_READ_COMMAND, 64, 64)), tlm::TLM_UPDATED);
    EXPECT_EQ(raw.send(raw.make(tlm::TLM_READ_COMMAND, 128, 64)), tlm::TLM_ACCEPTED);
    run();
    // The first leaves the queue with its RD at clock 16, the second takes its place, and the third the entrance. It
    // knows at once, so the response (which carries its delay) is told at the same clock.
    ASSERT_EQ(raw.log.size(), 6u);
    EXPECT_THAT(raw.log, testing::Contains(at("END_REQ", 16)));
    EXPECT_THAT(raw.log, testing::Contains(at("BEGIN_RESP", 16 + 16 + 4, kFrontendPs)));
    EXPECT_THAT(raw.log, testing::Contains(at("BEGIN_RESP", 16 + 6 + 16 + 4, kFrontendPs)));
    EXPECT_THAT(raw.log, testing::Contains(at("BEGIN_RESP", 16 + 12 + 16 + 4, kFrontendPs)));
}

} // namespace
