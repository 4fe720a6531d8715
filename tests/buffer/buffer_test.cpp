#include "models/buffer/buffer.h"
#include "models/core/bus_master.h"

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

TEST(BufferConfigTest, an_empty_buffer_or_port_is_refused) {
    EXPECT_THROW(stavp::Buffer("b", {0, 64, 1, stavp::Fidelity::at}, stavp::Clock(1000)), std::invalid_argument);
    EXPECT_THROW(stavp::Buffer("c", {64, 0, 1, stavp::Fidelity::at}, stavp::Clock(1000)), std::invalid_argument);
}

} // namespace
