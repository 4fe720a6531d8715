#include "models/core/bus_master.h"
#include "models/core/register_bank.h"
#include "regs/probe_regs.hpp"

#include <gtest/gtest.h>

namespace {

namespace probe = stavp::regs::probe;

class RegisterBankTest : public testing::Test {
protected:
    stavp::RegisterBank bank{"bank", probe::kTable, probe::kSizeBytes, sc_core::sc_time(2, sc_core::SC_NS)};
    stavp::BusMaster master{"master"};
    sc_core::sc_time delay;

    void SetUp() override { master.socket.bind(bank.socket); }

    tlm::tlm_response_status write(std::uint64_t offset, std::uint64_t value, unsigned bytes) {
        return master.transport(tlm::TLM_WRITE_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, delay);
    }
    std::uint64_t read(std::uint64_t offset, unsigned bytes) {
        std::uint64_t value = 0;
        EXPECT_EQ(
            master.transport(tlm::TLM_READ_COMMAND, offset, reinterpret_cast<std::uint8_t*>(&value), bytes, delay),
            tlm::TLM_OK_RESPONSE);
        return value;
    }
};

TEST_F(RegisterBankTest, access_modes_do_what_their_names_say) {
    EXPECT_EQ(read(0x00, 4), 0x11223344u);
    write(0x00, 0xdeadbeef, 4);
    EXPECT_EQ(read(0x00, 4), 0xdeadbeefu);
    write(0x10, 0x0f, 4);
    EXPECT_EQ(read(0x10, 4), 0xf0u);
    write(0x14, 99, 4);
    EXPECT_EQ(read(0x14, 4), 7u);
    write(0x18, 99, 4);
    EXPECT_EQ(read(0x18, 4), 0u);
    EXPECT_EQ(bank.get(probe::COMMAND), 99u);
    EXPECT_EQ(read(0x1c, 4), 5u);
    EXPECT_EQ(read(0x1c, 4), 0u);
}

TEST_F(RegisterBankTest, only_declared_fields_can_be_written) {
    write(0x20, 0xffffffff, 4);
    EXPECT_EQ(read(0x20, 4), 0x10fu);
}

TEST_F(RegisterBankTest, a_wide_register_takes_halves_and_the_whole) {
    write(0x08, 0x1122334455667788, 8);
    EXPECT_EQ(read(0x0c, 4), 0x11223344u);
    write(0x0c, 0xaabbccdd, 4);
    EXPECT_EQ(read(0x08, 8), 0xaabbccdd55667788u);
}

TEST_F(RegisterBankTest, a_wide_access_hits_two_neighbours) {
    EXPECT_EQ(read(0x10, 8), 0x7'0000'00ffull);
}

TEST_F(RegisterBankTest, wrong_width_alignment_and_holes_are_address_errors) {
    EXPECT_EQ(write(0x00, 1, 1), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(write(0x02, 1, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(write(0x24, 1, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(write(0x40, 1, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(write(0x10000, 1, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(write(0x24, 0x5a, 1), tlm::TLM_OK_RESPONSE);
    EXPECT_EQ(read(0x24, 1), 0x5au);
}

TEST_F(RegisterBankTest, each_access_takes_the_latency) {
    read(0x00, 4);
    read(0x00, 4);
    EXPECT_EQ(delay, sc_core::sc_time(4, sc_core::SC_NS));
}

TEST_F(RegisterBankTest, a_write_to_one_array_element_calls_back_for_it_alone) {
    std::size_t seen = 99;
    bank.on_write(probe::QUEUE_TAIL, [&](std::size_t index, std::uint64_t value) {
        seen = index;
        EXPECT_EQ(value, 3u);
    });
    write(0x100 + 0x80 + 0x18, 3, 4);
    EXPECT_EQ(seen, 1u);
    EXPECT_EQ(bank.get(probe::QUEUE_TAIL, 0), 0u);
}

TEST_F(RegisterBankTest, debug_reads_have_no_side_effects) {
    std::uint64_t value = 0;
    EXPECT_EQ(master.debug_read(0x1c, &value, 4), 4u);
    EXPECT_EQ(value, 5u);
    EXPECT_EQ(read(0x1c, 4), 5u);
}

} // namespace
