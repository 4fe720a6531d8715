#include "models/cpu/compressed.h"

namespace stavp {

namespace {

constexpr std::uint32_t kReserved = 0;
constexpr std::uint32_t kRa = 1;
constexpr std::uint32_t kSp = 2;

/// Bits [low, low + width) of `bits`, moved to position `to`.
constexpr std::uint32_t move(std::uint32_t bits, unsigned low, unsigned width, unsigned to) {
    return ((bits >> low) & ((1u << width) - 1)) << to;
}

constexpr std::uint32_t sign_extend(std::uint32_t value, unsigned width) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(value << (32 - width)) >> (32 - width));
}

constexpr std::uint32_t i_type(std::uint32_t imm, std::uint32_t rs1, std::uint32_t funct3, std::uint32_t rd,
                               std::uint32_t opcode) {
    return imm << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}

constexpr std::uint32_t s_type(std::uint32_t imm, std::uint32_t rs2, std::uint32_t rs1, std::uint32_t funct3) {
    return move(imm, 5, 7, 25) | rs2 << 20 | rs1 << 15 | funct3 << 12 | move(imm, 0, 5, 7) | 0x23;
}

constexpr std::uint32_t r_type(std::uint32_t funct7, std::uint32_t rs2, std::uint32_t rs1, std::uint32_t funct3,
                               std::uint32_t rd, std::uint32_t opcode) {
    return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}

constexpr std::uint32_t b_type(std::uint32_t imm, std::uint32_t rs1, std::uint32_t funct3) {
    return move(imm, 12, 1, 31) | move(imm, 5, 6, 25) | rs1 << 15 | funct3 << 12 | move(imm, 1, 4, 8) |
           move(imm, 11, 1, 7) | 0x63;
}

constexpr std::uint32_t jal(std::uint32_t imm, std::uint32_t rd) {
    return move(imm, 20, 1, 31) | move(imm, 1, 10, 21) | move(imm, 11, 1, 20) | move(imm, 12, 8, 12) | rd << 7 | 0x6f;
}

constexpr std::uint32_t imm_6(std::uint32_t bits) {
    return sign_extend(move(bits, 12, 1, 5) | move(bits, 2, 5, 0), 6);
}
constexpr std::uint32_t shamt_6(std::uint32_t bits) {
    return move(bits, 12, 1, 5) | move(bits, 2, 5, 0);
}
constexpr std::uint32_t offset_word(std::uint32_t bits) {
    return move(bits, 6, 1, 2) | move(bits, 10, 3, 3) | move(bits, 5, 1, 6);
}
constexpr std::uint32_t offset_double(std::uint32_t bits) {
    return move(bits, 10, 3, 3) | move(bits, 5, 2, 6);
}
constexpr std::uint32_t offset_jump(std::uint32_t bits) {
    return sign_extend(move(bits, 12, 1, 11) | move(bits, 11, 1, 4) | move(bits, 9, 2, 8) | move(bits, 8, 1, 10) |
                           move(bits, 7, 1, 6) | move(bits, 6, 1, 7) | move(bits, 3, 3, 1) | move(bits, 2, 1, 5),
                       12);
}
constexpr std::uint32_t offset_branch(std::uint32_t bits) {
    return sign_extend(move(bits, 12, 1, 8) | move(bits, 10, 2, 3) | move(bits, 5, 2, 6) | move(bits, 3, 2, 1) |
                           move(bits, 2, 1, 5),
                       9);
}

std::uint32_t quadrant_0(std::uint32_t bits, std::uint32_t funct3) {
    const auto rs1 = 8 + move(bits, 7, 3, 0);
    const auto reg = 8 + move(bits, 2, 3, 0);
    switch (funct3) {
    case 0: {
        const auto imm = move(bits, 11, 2, 4) | move(bits, 7, 4, 6) | move(bits, 6, 1, 2) | move(bits, 5, 1, 3);
        return imm == 0 ? kReserved : i_type(imm, kSp, 0, reg, 0x13);
    }
    case 2:
        return i_type(offset_word(bits), rs1, 2, reg, 0x03);
    case 3:
        return i_type(offset_double(bits), rs1, 3, reg, 0x03);
    case 6:
        return s_type(offset_word(bits), reg, rs1, 2);
    case 7:
        return s_type(offset_double(bits), reg, rs1, 3);
    default:
        return kReserved;
    }
}

std::uint32_t register_arithmetic(std::uint32_t bits) {
    const auto rd = 8 + move(bits, 7, 3, 0);
    const auto rs2 = 8 + move(bits, 2, 3, 0);
    switch (move(bits, 12, 1, 2) | move(bits, 5, 2, 0)) {
    case 0:
        return r_type(0x20, rs2, rd, 0, rd, 0x33);
    case 1:
        return r_type(0, rs2, rd, 4, rd, 0x33);
    case 2:
        return r_type(0, rs2, rd, 6, rd, 0x33);
    case 3:
        return r_type(0, rs2, rd, 7, rd, 0x33);
    case 4:
        return r_type(0x20, rs2, rd, 0, rd, 0x3b);
    case 5:
        return r_type(0, rs2, rd, 0, rd, 0x3b);
    default:
        return kReserved;
    }
}

std::uint32_t lui_or_addi16sp(std::uint32_t bits, std::uint32_t rd) {
    if (imm_6(bits) == 0) return kReserved;
    if (rd != kSp) return imm_6(bits) << 12 | rd << 7 | 0x37;
    const auto imm = sign_extend(move(bits, 12, 1, 9) | move(bits, 6, 1, 4) | move(bits, 5, 1, 6) |
                                     move(bits, 3, 2, 7) | move(bits, 2, 1, 5),
                                 10);
    return i_type(imm, kSp, 0, kSp, 0x13);
}

std::uint32_t quadrant_1(std::uint32_t bits, std::uint32_t funct3) {
    const auto rd = move(bits, 7, 5, 0);
    const auto rd_short = 8 + move(bits, 7, 3, 0);
    switch (funct3) {
    case 0:
        return i_type(imm_6(bits), rd, 0, rd, 0x13);
    case 1:
        return rd == 0 ? kReserved : i_type(imm_6(bits), rd, 0, rd, 0x1b);
    case 2:
        return i_type(imm_6(bits), 0, 0, rd, 0x13);
    case 3:
        return lui_or_addi16sp(bits, rd);
    case 4:
        switch (move(bits, 10, 2, 0)) {
        case 0:
            return i_type(shamt_6(bits), rd_short, 5, rd_short, 0x13);
        case 1:
            return i_type(0x400 | shamt_6(bits), rd_short, 5, rd_short, 0x13);
        case 2:
            return i_type(imm_6(bits), rd_short, 7, rd_short, 0x13);
        default:
            return register_arithmetic(bits);
        }
    case 5:
        return jal(offset_jump(bits), 0);
    case 6:
        return b_type(offset_branch(bits), rd_short, 0);
    default:
        return b_type(offset_branch(bits), rd_short, 1);
    }
}

std::uint32_t jump_move_add(std::uint32_t bits) {
    const auto rd = move(bits, 7, 5, 0);
    const auto rs2 = move(bits, 2, 5, 0);
    if (move(bits, 12, 1, 0) == 0) {
        if (rs2 != 0) return r_type(0, rs2, 0, 0, rd, 0x33);
        return rd == 0 ? kReserved : i_type(0, rd, 0, 0, 0x67);
    }
    if (rs2 != 0) return r_type(0, rs2, rd, 0, rd, 0x33);
    return rd == 0 ? 0x00100073 : i_type(0, rd, 0, kRa, 0x67);
}

std::uint32_t quadrant_2(std::uint32_t bits, std::uint32_t funct3) {
    const auto rd = move(bits, 7, 5, 0);
    const auto rs2 = move(bits, 2, 5, 0);
    switch (funct3) {
    case 0:
        return i_type(shamt_6(bits), rd, 1, rd, 0x13);
    case 2: {
        const auto imm = move(bits, 12, 1, 5) | move(bits, 4, 3, 2) | move(bits, 2, 2, 6);
        return rd == 0 ? kReserved : i_type(imm, kSp, 2, rd, 0x03);
    }
    case 3: {
        const auto imm = move(bits, 12, 1, 5) | move(bits, 5, 2, 3) | move(bits, 2, 3, 6);
        return rd == 0 ? kReserved : i_type(imm, kSp, 3, rd, 0x03);
    }
    case 4:
        return jump_move_add(bits);
    case 6:
        return s_type(move(bits, 9, 4, 2) | move(bits, 7, 2, 6), rs2, kSp, 2);
    case 7:
        return s_type(move(bits, 10, 3, 3) | move(bits, 7, 3, 6), rs2, kSp, 3);
    default:
        return kReserved;
    }
}

} // namespace

std::uint32_t expand_compressed(std::uint16_t bits) {
    const std::uint32_t funct3 = bits >> 13;
    switch (bits & 3) {
    case 0:
        return quadrant_0(bits, funct3);
    case 1:
        return quadrant_1(bits, funct3);
    case 2:
        return quadrant_2(bits, funct3);
    default:
        return kReserved;
    }
}

} // namespace stavp
