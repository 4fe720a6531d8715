#include "models/core/bus_master.h"
#include "models/core/register_bank.h"
#include "regs/probe_regs.hpp"

#include <gtest/gtest.h>
#include <tuple>
#include <vector>

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

TEST_F(RegisterBankTest, no_other_width_and_no_misaligned_access_is_taken) {
    EXPECT_EQ(write(0x00, 1, 2), tlm::TLM_ADDRESS_ERROR_RESPONSE); // half of a register of 4 bytes
    EXPECT_EQ(write(0x0c, 1, 8), tlm::TLM_ADDRESS_ERROR_RESPONSE); // 8 bytes at a multiple of 4
    EXPECT_EQ(write(0x0a, 1, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE); // across the halves of 8 bytes
    EXPECT_EQ(write(0x08, 1, 2), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(write(0x24, 1, 4), tlm::TLM_ADDRESS_ERROR_RESPONSE); // 4 bytes at a register of 1
    EXPECT_EQ(write(0x00, 1, 3), tlm::TLM_ADDRESS_ERROR_RESPONSE);
    EXPECT_EQ(bank.get(probe::PLAIN), 0x11223344u);
    EXPECT_EQ(bank.get(probe::WIDE), 0u);
}

TEST_F(RegisterBankTest, misuse_is_told_with_what_was_wrong_and_carried_out_as_documented) {
    using Kind = stavp::RegisterMisuse::Kind;
    std::vector<std::tuple<Kind, std::uint64_t, std::uint64_t>> told;
    bank.on_misuse(
        [&](const stavp::RegisterMisuse& misuse) { told.emplace_back(misuse.kind, misuse.offset, misuse.bits); });
    write(0x20, 0x10f, 4); // every field, nothing else
    read(0x20, 4);
    write(0x14, 0, 4);
    write(0x20, 0x3f1, 4);
    read(0x18, 4);
    write(0x1c, 9, 4);
    write(0x10, 1, 8); // STATUS, and CONST behind it
    EXPECT_EQ(told, (decltype(told){{Kind::read_only, 0x14, 0},
                                    {Kind::reserved_bits, 0x20, 0x2f0},
                                    {Kind::write_only, 0x18, 0},
                                    {Kind::read_only, 0x1c, 9},
                                    {Kind::read_only, 0x14, 0}}));
    EXPECT_EQ(read(0x20, 4), 0x101u);
    std::uint64_t value = 0;
    told.clear();
    master.debug_read(0x18, &value, 4);
    EXPECT_TRUE(told.empty());
}

} // namespace
