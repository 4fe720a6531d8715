#include "models/cpu/decode.h"

#include "models/cpu/compressed.h"

namespace stavp {

namespace {

constexpr std::uint32_t field(std::uint32_t bits, unsigned low, unsigned width) {
    return (bits >> low) & ((1u << width) - 1);
}

constexpr std::int32_t sign_extend(std::uint32_t value, unsigned width) {
    return static_cast<std::int32_t>(value << (32 - width)) >> (32 - width);
}

constexpr std::int32_t imm_i(std::uint32_t bits) {
    return static_cast<std::int32_t>(bits) >> 20;
}

constexpr std::int32_t imm_s(std::uint32_t bits) {
    return (static_cast<std::int32_t>(bits) >> 25) * 32 + static_cast<std::int32_t>(field(bits, 7, 5));
}

constexpr std::int32_t imm_b(std::uint32_t bits) {
    return sign_extend(
        field(bits, 31, 1) << 12 | field(bits, 7, 1) << 11 | field(bits, 25, 6) << 5 | field(bits, 8, 4) << 1, 13);
}

constexpr std::int32_t imm_j(std::uint32_t bits) {
    return sign_extend(
        field(bits, 31, 1) << 20 | field(bits, 12, 8) << 12 | field(bits, 20, 1) << 11 | field(bits, 21, 10) << 1, 21);
}

struct Selected {
    OpCode code;
    std::int32_t imm;
};

constexpr Selected kIllegal{OpCode::illegal, 0};

template <std::size_t N> OpCode pick(const OpCode (&table)[N], std::uint32_t index) {
    return index < N ? table[index] : OpCode::illegal;
}

OpCode branch(std::uint32_t funct3) {
    constexpr OpCode table[] = {OpCode::beq, OpCode::bne, OpCode::illegal, OpCode::illegal,
                                OpCode::blt, OpCode::bge, OpCode::bltu,    OpCode::bgeu};
    return pick(table, funct3);
}

OpCode load(std::uint32_t funct3) {
    constexpr OpCode table[] = {OpCode::lb, OpCode::lh, OpCode::lw, OpCode::ld, OpCode::lbu, OpCode::lhu, OpCode::lwu};
    return pick(table, funct3);
}

OpCode store(std::uint32_t funct3) {
    constexpr OpCode table[] = {OpCode::sb, OpCode::sh, OpCode::sw, OpCode::sd};
    return pick(table, funct3);
}

Selected op_imm(std::uint32_t bits) {
    constexpr OpCode table[] = {OpCode::addi, OpCode::illegal, OpCode::slti, OpCode::sltiu,
                                OpCode::xori, OpCode::illegal, OpCode::ori,  OpCode::andi};
    const auto funct3 = field(bits, 12, 3);
    const auto shamt = static_cast<std::int32_t>(field(bits, 20, 6));
    const auto funct6 = field(bits, 26, 6);
    if (funct3 == 1) return funct6 == 0 ? Selected{OpCode::slli, shamt} : kIllegal;
    if (funct3 != 5) return {pick(table, funct3), imm_i(bits)};
    if (funct6 == 0x00) return {OpCode::srli, shamt};
    if (funct6 == 0x10) return {OpCode::srai, shamt};
    return kIllegal;
}

Selected op_imm_32(std::uint32_t bits) {
    const auto shamt = static_cast<std::int32_t>(field(bits, 20, 5));
    const auto funct7 = field(bits, 25, 7);
    switch (field(bits, 12, 3)) {
    case 0:
        return {OpCode::addiw, imm_i(bits)};
    case 1:
        return funct7 == 0 ? Selected{OpCode::slliw, shamt} : kIllegal;
    case 5:
        if (funct7 == 0x00) return {OpCode::srliw, shamt};
        if (funct7 == 0x20) return {OpCode::sraiw, shamt};
        return kIllegal;
    default:
        return kIllegal;
    }
}

OpCode op(std::uint32_t bits) {
    constexpr OpCode base[] = {OpCode::add,  OpCode::sll, OpCode::slt, OpCode::sltu,
                               OpCode::xor_, OpCode::srl, OpCode::or_, OpCode::and_};
    constexpr OpCode multiply[] = {OpCode::mul, OpCode::mulh, OpCode::mulhsu, OpCode::mulhu,
                                   OpCode::div, OpCode::divu, OpCode::rem,    OpCode::remu};
    const auto funct3 = field(bits, 12, 3);
    switch (field(bits, 25, 7)) {
    case 0x00:
        return base[funct3];
    case 0x01:
        return multiply[funct3];
    case 0x20:
        return funct3 == 0 ? OpCode::sub : funct3 == 5 ? OpCode::sra : OpCode::illegal;
    default:
        return OpCode::illegal;
    }
}

OpCode op_32(std::uint32_t bits) {
    constexpr OpCode base[] = {OpCode::addw,    OpCode::sllw, OpCode::illegal, OpCode::illegal,
                               OpCode::illegal, OpCode::srlw, OpCode::illegal, OpCode::illegal};
    constexpr OpCode multiply[] = {OpCode::mulw, OpCode::illegal, OpCode::illegal, OpCode::illegal,
                                   OpCode::divw, OpCode::divuw,   OpCode::remw,    OpCode::remuw};
    const auto funct3 = field(bits, 12, 3);
    switch (field(bits, 25, 7)) {
    case 0x00:
        return base[funct3];
    case 0x01:
        return multiply[funct3];
    case 0x20:
        return funct3 == 0 ? OpCode::subw : funct3 == 5 ? OpCode::sraw : OpCode::illegal;
    default:
        return OpCode::illegal;
    }
}

OpCode atomic_word(std::uint32_t bits) {
    switch (field(bits, 27, 5)) {
    case 0x02:
        return field(bits, 20, 5) == 0 ? OpCode::lr_w : OpCode::illegal;
    case 0x03:
        return OpCode::sc_w;
    case 0x01:
        return OpCode::amoswap_w;
    case 0x00:
        return OpCode::amoadd_w;
    case 0x04:
        return OpCode::amoxor_w;
    case 0x0c:
        return OpCode::amoand_w;
    case 0x08:
        return OpCode::amoor_w;
    case 0x10:
        return OpCode::amomin_w;
    case 0x14:
        return OpCode::amomax_w;
    case 0x18:
        return OpCode::amominu_w;
    case 0x1c:
        return OpCode::amomaxu_w;
    default:
        return OpCode::illegal;
    }
}

OpCode atomic(std::uint32_t bits) {
    constexpr unsigned kDoubleAfterWord = static_cast<unsigned>(OpCode::lr_d) - static_cast<unsigned>(OpCode::lr_w);
    const auto word = atomic_word(bits);
    const auto funct3 = field(bits, 12, 3);
    if (word == OpCode::illegal || (funct3 != 2 && funct3 != 3)) return OpCode::illegal;
    return funct3 == 2 ? word : static_cast<OpCode>(static_cast<unsigned>(word) + kDoubleAfterWord);
}

OpCode system(std::uint32_t bits) {
    constexpr OpCode csr[] = {OpCode::illegal, OpCode::csrrw,  OpCode::csrrs,  OpCode::csrrc,
                              OpCode::illegal, OpCode::csrrwi, OpCode::csrrsi, OpCode::csrrci};
    switch (bits) {
    case 0x00000073:
        return OpCode::ecall;
    case 0x00100073:
        return OpCode::ebreak;
    case 0x30200073:
        return OpCode::mret;
    case 0x10500073:
        return OpCode::wfi;
    default:
        return csr[field(bits, 12, 3)];
    }
}

Selected select(std::uint32_t bits) {
    const auto funct3 = field(bits, 12, 3);
    switch (field(bits, 0, 7)) {
    case 0x03:
        return {load(funct3), imm_i(bits)};
    case 0x0f:
        return {funct3 == 0 ? OpCode::fence : funct3 == 1 ? OpCode::fence_i : OpCode::illegal, 0};
    case 0x13:
        return op_imm(bits);
    case 0x17:
        return {OpCode::auipc, static_cast<std::int32_t>(bits & 0xfffff000)};
    case 0x1b:
        return op_imm_32(bits);
    case 0x23:
        return {store(funct3), imm_s(bits)};
    case 0x2f:
        return {atomic(bits), 0};
    case 0x33:
        return {op(bits), 0};
    case 0x37:
        return {OpCode::lui, static_cast<std::int32_t>(bits & 0xfffff000)};
    case 0x3b:
        return {op_32(bits), 0};
    case 0x63:
        return {branch(funct3), imm_b(bits)};
    case 0x67:
        return funct3 == 0 ? Selected{OpCode::jalr, imm_i(bits)} : kIllegal;
    case 0x6f:
        return {OpCode::jal, imm_j(bits)};
    case 0x73:
        return {system(bits), 0};
    default:
        return kIllegal;
    }
}

} // namespace

Op decode_32(std::uint32_t bits) {
    const auto selected = select(bits);
    Op decoded;
    decoded.code = selected.code;
    decoded.imm = selected.code >= OpCode::csrrw ? static_cast<std::int32_t>(bits) : selected.imm;
    const auto rd = static_cast<std::uint8_t>(field(bits, 7, 5));
    decoded.rd = rd == 0 ? kSinkRegister : rd;
    decoded.rs1 = static_cast<std::uint8_t>(field(bits, 15, 5));
    decoded.rs2 = static_cast<std::uint8_t>(field(bits, 20, 5));
    return decoded;
}

Op decode_16(std::uint16_t bits) {
    auto decoded = decode_32(expand_compressed(bits));
    if (decoded.code >= OpCode::csrrw) decoded.imm = bits;
    decoded.length = 2;
    return decoded;
}

Op decode(std::uint32_t bits) {
    return is_compressed(bits) ? decode_16(static_cast<std::uint16_t>(bits)) : decode_32(bits);
}

} // namespace stavp
