#include "models/cpu/decode.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <iterator>

namespace {

using stavp::decode;
using stavp::decode_16;
using stavp::decode_32;
using stavp::OpCode;

unsigned field(unsigned bits, unsigned low, unsigned width) {
    return (bits >> low) & ((1u << width) - 1);
}

/// The unprivileged manual's RVC instruction listings for RV64 without F and D, as a predicate.
bool listed_for_rv64c(unsigned bits) {
    const unsigned rd = field(bits, 7, 5);
    const unsigned rs2 = field(bits, 2, 5);
    const unsigned imm_6 = field(bits, 12, 1) << 5 | rs2;
    switch (field(bits, 13, 3) << 2 | field(bits, 0, 2)) {
    case 0 << 2 | 0: // C.ADDI4SPN
        return field(bits, 5, 8) != 0;
    case 2 << 2 | 0: // C.LW
    case 3 << 2 | 0: // C.LD
    case 6 << 2 | 0: // C.SW
    case 7 << 2 | 0: // C.SD
    case 0 << 2 | 1: // C.NOP, C.ADDI
    case 2 << 2 | 1: // C.LI
    case 5 << 2 | 1: // C.J
    case 6 << 2 | 1: // C.BEQZ
    case 7 << 2 | 1: // C.BNEZ
    case 0 << 2 | 2: // C.SLLI
    case 6 << 2 | 2: // C.SWSP
    case 7 << 2 | 2: // C.SDSP
        return true;
    case 1 << 2 | 1: // C.ADDIW
        return rd != 0;
    case 3 << 2 | 1: // C.LUI, C.ADDI16SP
        return imm_6 != 0;
    case 4 << 2 | 1: // the register-register forms: 2 of 8 are reserved
        return field(bits, 10, 2) != 3 || field(bits, 12, 1) == 0 || field(bits, 5, 2) < 2;
    case 2 << 2 | 2: // C.LWSP
    case 3 << 2 | 2: // C.LDSP
        return rd != 0;
    case 4 << 2 | 2: // C.JR needs rs1; C.MV, C.EBREAK, C.JALR, C.ADD
        return !(field(bits, 12, 1) == 0 && rs2 == 0 && rd == 0);
    default:
        return false;
    }
}

TEST(CpuDecode, each_16_bit_pattern_is_legal_exactly_if_the_manual_lists_it) {
    for (unsigned bits = 0; bits < 0x10000; ++bits) {
        if ((bits & 3) == 3) continue;
        const auto op = decode_16(static_cast<std::uint16_t>(bits));
        ASSERT_EQ(op.code != OpCode::illegal, listed_for_rv64c(bits)) << std::hex << bits;
        ASSERT_EQ(op.length, 2);
        ASSERT_LT(op.rs1, 32);
        ASSERT_LT(op.rs2, 32);
    }
}

/// How many of the 2^15 settings of the bits other than opcode (7) and two register fields (10) are legal.
unsigned legal_settings(unsigned opcode) {
    unsigned legal = 0;
    for (unsigned funct3 = 0; funct3 < 8; ++funct3)
        for (unsigned top = 0; top < 4096; ++top)
            if (decode_32(top << 20 | funct3 << 12 | opcode).code != OpCode::illegal) ++legal;
    return legal;
}

// Counted from the manual's opcode map; bits 31:20 have 4096 settings and funct3 has 8.
TEST(CpuDecode, as_many_32_bit_patterns_are_legal_as_the_manual_lists) {
    EXPECT_EQ(legal_settings(0x03), 7u * 4096);           // LOAD: all but funct3 7
    EXPECT_EQ(legal_settings(0x23), 4u * 4096);           // STORE
    EXPECT_EQ(legal_settings(0x13), 6u * 4096 + 3u * 64); // OP-IMM: shifts have 64 amounts
    EXPECT_EQ(legal_settings(0x1b), 1u * 4096 + 3u * 32); // OP-IMM-32
    EXPECT_EQ(legal_settings(0x33), (8u + 8 + 2) * 32);   // OP: base, M, sub and sra; 32 settings of rs2
    EXPECT_EQ(legal_settings(0x3b), (3u + 5 + 2) * 32);   // OP-32
    EXPECT_EQ(legal_settings(0x63), 6u * 4096);           // BRANCH
    EXPECT_EQ(legal_settings(0x67), 1u * 4096);           // JALR
    EXPECT_EQ(legal_settings(0x6f), 8u * 4096);           // JAL
    EXPECT_EQ(legal_settings(0x17), 8u * 4096);           // AUIPC
    EXPECT_EQ(legal_settings(0x37), 8u * 4096);           // LUI
    EXPECT_EQ(legal_settings(0x0f), 2u * 4096);           // FENCE, FENCE.I
    // AMO: 2 widths x 4 aq/rl x (10 with any rs2 + LR with rs2 = 0).
    EXPECT_EQ(legal_settings(0x2f), 2u * 4 * (10 * 32 + 1));
    // SYSTEM: 6 CSR forms; ECALL, EBREAK, MRET, WFI.
    EXPECT_EQ(legal_settings(0x73), 6u * 4096 + 4);
}

TEST(CpuDecode, no_other_major_opcode_is_legal) {
    const unsigned legal[] = {0x03, 0x0f, 0x13, 0x17, 0x1b, 0x23, 0x2f, 0x33, 0x37, 0x3b, 0x63, 0x67, 0x6f, 0x73};
    for (unsigned opcode = 3; opcode < 128; opcode += 4) {
        const bool listed = std::find(std::begin(legal), std::end(legal), opcode) != std::end(legal);
        EXPECT_EQ(legal_settings(opcode) != 0, listed) << std::hex << opcode;
    }
}

TEST(CpuDecode, illegal_instructions_keep_their_bits_for_mtval) {
    EXPECT_EQ(static_cast<std::uint32_t>(decode(0xffffffff).imm), 0xffffffffu);
    EXPECT_EQ(static_cast<std::uint32_t>(decode(0xabcd0000).imm), 0u);
    EXPECT_EQ(decode(0xabcd0000).length, 2);
}

} // namespace
