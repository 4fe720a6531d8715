#include "models/buffer/buffer.h"
#include "models/core/bus_master.h"

#include <gtest/gtest.h>

namespace {

constexpr std::uint64_t kCyclePs = 2000;

class BufferEccTest : public testing::Test {
protected:
    static stavp::BufferConfig config() {
        stavp::BufferConfig config{0x4000, 64, 3, stavp::Fidelity::at, 1};
        config.ecc = stavp::EccCode::secded;
        return config;
    }
    void SetUp() override {
        master.socket.bind(buffer.socket);
        sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_US));
    }
    tlm::tlm_response_status read(std::uint64_t address) {
        std::uint64_t data = 0;
        delay = sc_core::SC_ZERO_TIME;
        return master.transport(tlm::TLM_READ_COMMAND, address, reinterpret_cast<std::uint8_t*>(&data), 8, delay);
    }

    stavp::Buffer buffer{"buffer", config(), stavp::Clock(kCyclePs)};
    stavp::BusMaster master{"master"};
    sc_core::sc_time delay;
};

TEST_F(BufferEccTest, an_uncorrectable_word_is_answered_with_an_error_in_the_time_of_a_good_one) {
    buffer.ecc().flip(0x1000, {3, 0});
    EXPECT_EQ(read(0x1000), tlm::TLM_GENERIC_ERROR_RESPONSE);
    EXPECT_EQ(delay.value(), (1 + 3) * kCyclePs);
    EXPECT_EQ(read(0x1008), tlm::TLM_OK_RESPONSE);
}

TEST_F(BufferEccTest, host_pointers_into_the_page_of_a_flipped_bit_are_taken_back_until_it_is_corrected) {
    const auto direct = [&](std::uint64_t address) { return master.direct(address, 8, tlm::TLM_READ_COMMAND); };
    ASSERT_NE(direct(0x1000), nullptr);
    buffer.ecc().flip(0x1ff8, {1, 0});
    EXPECT_EQ(direct(0x1000), nullptr);
    EXPECT_NE(direct(0x0ff8), nullptr);
    EXPECT_NE(direct(0x2000), nullptr);
    EXPECT_EQ(read(0x1ff8), tlm::TLM_OK_RESPONSE);
    EXPECT_NE(direct(0x1000), nullptr);
    EXPECT_NE(master.direct(0, 0x4000, tlm::TLM_READ_COMMAND), nullptr);
}

} // namespace
