#include "models/buffer/buffer.h"
#include "models/core/bus_master.h"
#include "models/core/transaction_timeline.h"
#include "tests/bus/protocol_parts.h"
#include "tests/support/sim_thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <stdexcept>

namespace {

constexpr std::uint64_t kBytes = 1000;
constexpr std::uint64_t kCyclePs = 2000;

class BufferTest : public testing::Test {
protected:
    explicit BufferTest(stavp::Fidelity fidelity = stavp::Fidelity::at)
        : buffer("buffer", {kBytes, 64, 3, fidelity, 1}, stavp::Clock(kCyclePs)) {}

    void SetUp() override { master.socket.bind(buffer.socket); }

    std::uint64_t access(tlm::tlm_command command, std::uint64_t address, std::uint8_t* bytes_at, unsigned bytes,
                         std::uint64_t delay_ps = 0) {
        auto delay = sc_core::sc_time::from_value(delay_ps);
        status = master.transport(command, address, bytes_at, bytes, delay);
        return delay.value();
    }

    stavp::Buffer buffer;
    stavp::BusMaster master{"master"};
    std::vector<std::uint8_t> data = std::vector<std::uint8_t>(2 * kBytes);
    tlm::tlm_response_status status = tlm::TLM_INCOMPLETE_RESPONSE;
};

TEST_F(BufferTest, gives_back_what_was_written) {
    std::iota(data.begin(), data.end(), std::uint8_t{1});
    access(tlm::TLM_WRITE_COMMAND, 7, data.data(), 200);
    std::vector<std::uint8_t> back(200);
    access(tlm::TLM_READ_COMMAND, 7, back.data(), 200);
    EXPECT_TRUE(std::equal(back.begin(), back.end(), data.begin()));
    std::uint8_t untouched = 9;
    access(tlm::TLM_READ_COMMAND, 6, &untouched, 1);
    EXPECT_EQ(untouched, 0);
}

TEST_F(BufferTest, an_access_takes_its_port_cycles_and_the_latency) {
    EXPECT_EQ(access(tlm::TLM_WRITE_COMMAND, 0, data.data(), 64), (1 + 3) * kCyclePs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data.data(), 65, 100000), 100000 + (2 + 3) * kCyclePs);
}

TEST_F(BufferTest, accesses_at_the_same_time_take_turns) {
    EXPECT_EQ(access(tlm::TLM_WRITE_COMMAND, 0, data.data(), 256), (4 + 3) * kCyclePs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data.data(), 64), (4 + 1 + 3) * kCyclePs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data.data(), 64, 1), (5 + 1 + 3) * kCyclePs);
    EXPECT_EQ(buffer.statistics().wait_cycles, 4u + 4u);
    EXPECT_EQ(buffer.statistics().busy_cycles, 6u);
    EXPECT_EQ(buffer.statistics().reads, 2u);
    EXPECT_EQ(buffer.statistics().writes, 1u);
    EXPECT_EQ(buffer.statistics().bytes, 384u);
}

TEST_F(BufferTest, out_of_range_and_empty_accesses_are_address_errors) {
    struct Case {
        std::uint64_t address;
        unsigned bytes;
        tlm::tlm_response_status expected;
    };
    for (const auto& [address, bytes, expected] :
         {Case{0, 1000, tlm::TLM_OK_RESPONSE}, Case{999, 1, tlm::TLM_OK_RESPONSE},
          Case{999, 2, tlm::TLM_ADDRESS_ERROR_RESPONSE}, Case{1000, 1, tlm::TLM_ADDRESS_ERROR_RESPONSE},
          Case{0, 1001, tlm::TLM_ADDRESS_ERROR_RESPONSE}, Case{0, 0, tlm::TLM_ADDRESS_ERROR_RESPONSE},
          Case{~0ull, 1, tlm::TLM_ADDRESS_ERROR_RESPONSE}}) {
        access(tlm::TLM_WRITE_COMMAND, address, data.data(), bytes);
        EXPECT_EQ(status, expected) << address << "+" << bytes;
    }
}

TEST_F(BufferTest, direct_access_sees_the_same_bytes) {
    auto* place = master.direct(10, 100, tlm::TLM_WRITE_COMMAND);
    ASSERT_NE(place, nullptr);
    place[3] = 0x5a;
    std::uint8_t byte = 0;
    access(tlm::TLM_READ_COMMAND, 13, &byte, 1);
    EXPECT_EQ(byte, 0x5a);
    EXPECT_EQ(master.direct(999, 2, tlm::TLM_READ_COMMAND), nullptr);
}

TEST_F(BufferTest, debug_access_stops_at_the_end_and_is_not_counted) {
    data[0] = 7;
    EXPECT_EQ(master.debug_write(998, data.data(), 8), 2u);
    EXPECT_EQ(master.debug_read(998, data.data() + 10, 1), 1u);
    EXPECT_EQ(data[10], 7);
    EXPECT_EQ(master.debug_read(1000, data.data(), 1), 0u);
    EXPECT_EQ(buffer.statistics().bytes, 0u);
}

class LooselyTimedBufferTest : public BufferTest {
protected:
    LooselyTimedBufferTest() : BufferTest(stavp::Fidelity::lt) {}
};

TEST_F(LooselyTimedBufferTest, accesses_do_not_wait_for_each_other) {
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data.data(), 256), (4 + 3) * kCyclePs);
    EXPECT_EQ(access(tlm::TLM_READ_COMMAND, 0, data.data(), 256, 5), 5 + (4 + 3) * kCyclePs);
}

/// Four banks of 64 bytes: 2 ns a cycle, latency 3.
class BankedBufferTest : public testing::Test {
protected:
    void SetUp() override { master.socket.bind(buffer.socket); }

    std::uint64_t read(std::uint64_t address, unsigned bytes) {
        sc_core::sc_time delay;
        master.transport(tlm::TLM_READ_COMMAND, address, data.data(), bytes, delay);
        return delay.value();
    }

    stavp::Buffer buffer{"buffer", {4096, 64, 3, stavp::Fidelity::at, 4}, stavp::Clock(kCyclePs)};
    stavp::BusMaster master{"master"};
    std::vector<std::uint8_t> data = std::vector<std::uint8_t>(4096);
};

TEST_F(BankedBufferTest, neighbouring_words_come_from_all_banks_at_once) {
    EXPECT_EQ(read(0, 256), (1 + 3) * kCyclePs);
    EXPECT_EQ(read(1024, 257), (1 + 2 + 3) * kCyclePs);
}

TEST_F(BankedBufferTest, different_banks_serve_different_transactions_in_one_cycle) {
    EXPECT_EQ(read(0, 64), (1 + 3) * kCyclePs);
    EXPECT_EQ(read(64, 64), (1 + 3) * kCyclePs);
    EXPECT_EQ(read(128 + 256, 128), (1 + 3) * kCyclePs);
    EXPECT_EQ(buffer.statistics().wait_cycles, 0u);
}

TEST_F(BankedBufferTest, the_same_bank_serves_one_after_the_other) {
    EXPECT_EQ(read(64, 64), (1 + 3) * kCyclePs);
    EXPECT_EQ(read(64 + 256, 64), (2 + 3) * kCyclePs);
    EXPECT_EQ(read(0, 128), (2 + 1 + 3) * kCyclePs) << "bank 0 is free, bank 1 is not";
    EXPECT_EQ(read(0, 64), (1 + 3) * kCyclePs) << "before that, bank 0 is free";
    EXPECT_EQ(buffer.statistics().wait_cycles, 1u + 2);
}

TEST_F(BankedBufferTest, words_wrap_around_to_the_first_bank) {
    EXPECT_EQ(read(192, 128), (1 + 3) * kCyclePs); // banks 3 and 0
    EXPECT_EQ(read(64, 128), (1 + 3) * kCyclePs);  // banks 1 and 2
    EXPECT_EQ(read(0, 64), (2 + 3) * kCyclePs);
}

/// One memory for bus and engines.
class SharedBufferTest : public testing::Test {
protected:
    void SetUp() override { raw.socket.bind(buffer.socket); }

    stavp::Buffer buffer{"buffer", {4096, 64, 3, stavp::Fidelity::at, 1, false}, stavp::Clock(kCyclePs)};
    stavp::test::RawInitiator raw{"raw"};
};

TEST_F(SharedBufferTest, the_bus_waits_until_the_last_engine_has_ended_its_command) {
    buffer.engine_begins();
    buffer.engine_begins();
    stavp::test::spawn_at(30000, [this] { buffer.engine_ends(); });
    stavp::test::spawn_at(50000, [this] { buffer.engine_ends(); });
    sc_core::sc_start(sc_core::sc_time(10, sc_core::SC_NS));
    auto& write = raw.make(tlm::TLM_WRITE_COMMAND, 0, 128);
    stavp::TransactionTimeline timeline;
    timeline.begin(10000);
    write.payload.set_extension(&timeline);
    EXPECT_EQ(raw.send(write), tlm::TLM_ACCEPTED);
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_US));
    EXPECT_THAT(raw.log, testing::ElementsAre("BEGIN_RESP " + std::to_string(50000 + (2 + 3) * kCyclePs)));
    EXPECT_EQ(buffer.statistics().excluded_cycles, 20u);
    ASSERT_GE(timeline.count(), 1u);
    EXPECT_EQ(timeline.pieces()[0].cause, stavp::Activity::buffer_port);
    EXPECT_EQ(timeline.pieces()[0].end_ps, 50000u);
    write.payload.clear_extension(&timeline);
}

TEST_F(SharedBufferTest, without_an_engine_at_work_the_bus_does_not_wait) {
    buffer.engine_begins();
    buffer.engine_ends();
    sc_core::sc_time delay;
    EXPECT_EQ(raw.send(raw.make(tlm::TLM_READ_COMMAND, 0, 64), &delay), tlm::TLM_COMPLETED);
    EXPECT_EQ(delay.value(), (1 + 3) * kCyclePs);
}

TEST_F(SharedBufferTest, an_access_outside_is_refused_at_once) {
    buffer.engine_begins();
    auto& read = raw.make(tlm::TLM_READ_COMMAND, 4090, 64);
    EXPECT_EQ(raw.send(read), tlm::TLM_COMPLETED);
    EXPECT_EQ(read.payload.get_response_status(), tlm::TLM_ADDRESS_ERROR_RESPONSE);
}

TEST(BufferConfigTest, an_empty_buffer_or_port_is_refused) {
    EXPECT_THROW(stavp::Buffer("b", {0, 64, 1, stavp::Fidelity::at}, stavp::Clock(1000)), std::invalid_argument);
    EXPECT_THROW(stavp::Buffer("d", {64, 64, 1, stavp::Fidelity::at, 0}, stavp::Clock(1000)), std::invalid_argument);
    EXPECT_THROW(stavp::Buffer("c", {64, 0, 1, stavp::Fidelity::at}, stavp::Clock(1000)), std::invalid_argument);
}

} // namespace
