// RV64I: unprivileged manual, chapters "RV32I" and "RV64I" and the opcode map.

#include "tests/isa/reference/fields.h"
#include "tests/isa/reference/hart.h"

namespace stavp::isa {

void Reference::execute(u32 bits) {
    const u64 upper = sext32(bits & 0xfffff000u);
    switch (bits_of(bits, 6, 0)) {
    case 0b0110111:
        name("lui");
        return set(rd_of(bits), upper);
    case 0b0010111:
        name("auipc");
        return set(rd_of(bits), pc + upper);
    case 0b1101111: {
        name("jal");
        const u64 offset = sign_extended(bit_of(bits, 31) << 20 | bits_of(bits, 19, 12) << 12 | bit_of(bits, 20) << 11 |
                                             bits_of(bits, 30, 21) << 1,
                                         21);
        set(rd_of(bits), pc + 4);
        next_pc_ = pc + offset;
        return;
    }
    case 0b1100111: {
        name("jalr");
        if (funct3_of(bits) != 0) illegal();
        const u64 target = (x[rs1_of(bits)] + i_immediate(bits)) & ~1ull;
        set(rd_of(bits), pc + 4);
        next_pc_ = target;
        return;
    }
    case 0b1100011:
        return branches(bits);
    case 0b0000011:
        return loads(bits);
    case 0b0100011:
        return stores(bits);
    case 0b0010011:
        return arithmetic_immediate(bits);
    case 0b0011011:
        return arithmetic_immediate_word(bits);
    case 0b0110011:
        return funct7_of(bits) == 1 ? multiply_divide(bits) : arithmetic(bits);
    case 0b0111011:
        return funct7_of(bits) == 1 ? multiply_divide_word(bits) : arithmetic_word(bits);
    case 0b0001111:
        name("fence");
        if (funct3_of(bits) > 1) illegal();
        if (funct3_of(bits) == 1) memory.fence_i();
        return;
    case 0b0101111:
        return atomics(bits);
    case 0b1110011:
        return system(bits);
    default:
        name("?");
        illegal();
    }
}

void Reference::branches(u32 bits) {
    const u64 a = x[rs1_of(bits)];
    const u64 b = x[rs2_of(bits)];
    const auto signed_a = static_cast<i64>(a);
    const auto signed_b = static_cast<i64>(b);
    bool taken = false;
    switch (funct3_of(bits)) {
    case 0b000:
        name("beq");
        taken = a == b;
        break;
    case 0b001:
        name("bne");
        taken = a != b;
        break;
    case 0b100:
        name("blt");
        taken = signed_a < signed_b;
        break;
    case 0b101:
        name("bge");
        taken = signed_a >= signed_b;
        break;
    case 0b110:
        name("bltu");
        taken = a < b;
        break;
    case 0b111:
        name("bgeu");
        taken = a >= b;
        break;
    default:
        name("branch?");
        illegal();
    }
    const u64 offset = sign_extended(
        bit_of(bits, 31) << 12 | bit_of(bits, 7) << 11 | bits_of(bits, 30, 25) << 5 | bits_of(bits, 11, 8) << 1, 13);
    if (taken) next_pc_ = pc + offset;
}

void Reference::loads(u32 bits) {
    name("load");
    const u32 funct3 = funct3_of(bits);
    if (funct3 == 0b111) illegal();
    const unsigned bytes = 1u << (funct3 & 3);
    const u64 value = load(x[rs1_of(bits)] + i_immediate(bits), bytes);
    const bool is_unsigned = (funct3 & 4) != 0;
    set(rd_of(bits), is_unsigned ? value : sign_extended(value, 8 * bytes));
}

void Reference::stores(u32 bits) {
    name("store");
    if (funct3_of(bits) > 3) illegal();
    const u64 offset = sign_extended(bits_of(bits, 31, 25) << 5 | bits_of(bits, 11, 7), 12);
    store(x[rs1_of(bits)] + offset, 1u << funct3_of(bits), x[rs2_of(bits)]);
}

void Reference::arithmetic_immediate(u32 bits) {
    const u64 a = x[rs1_of(bits)];
    const u64 b = i_immediate(bits);
    const u32 shift = bits_of(bits, 25, 20);
    const u32 above = bits_of(bits, 31, 26);
    switch (funct3_of(bits)) {
    case 0b000:
        name("addi");
        return set(rd_of(bits), a + b);
    case 0b001:
        name("slli");
        if (above != 0) illegal();
        return set(rd_of(bits), a << shift);
    case 0b010:
        name("slti");
        return set(rd_of(bits), static_cast<i64>(a) < static_cast<i64>(b) ? 1 : 0);
    case 0b011:
        name("sltiu");
        return set(rd_of(bits), a < b ? 1 : 0);
    case 0b100:
        name("xori");
        return set(rd_of(bits), a ^ b);
    case 0b101:
        name("srli/srai");
        if (above == 0) return set(rd_of(bits), a >> shift);
        if (above != 0b010000) illegal();
        return set(rd_of(bits), static_cast<u64>(static_cast<i64>(a) >> shift));
    case 0b110:
        name("ori");
        return set(rd_of(bits), a | b);
    default:
        name("andi");
        return set(rd_of(bits), a & b);
    }
}

void Reference::arithmetic_immediate_word(u32 bits) {
    const u64 a = x[rs1_of(bits)];
    const u32 shift = bits_of(bits, 24, 20);
    switch (funct3_of(bits)) {
    case 0b000:
        name("addiw");
        return set(rd_of(bits), sext32(a + i_immediate(bits)));
    case 0b001:
        name("slliw");
        if (funct7_of(bits) != 0) illegal();
        return set(rd_of(bits), sext32(a << shift));
    case 0b101:
        name("srliw/sraiw");
        if (funct7_of(bits) == 0) return set(rd_of(bits), sext32((a & 0xffffffffu) >> shift));
        if (funct7_of(bits) != 0b0100000) illegal();
        return set(rd_of(bits), static_cast<u64>(static_cast<i64>(sext32(a)) >> shift));
    default:
        name("op-imm-32?");
        illegal();
    }
}

void Reference::arithmetic(u32 bits) {
    const u64 a = x[rs1_of(bits)];
    const u64 b = x[rs2_of(bits)];
    const u32 shift = b & 0x3f;
    name("op");
    switch (funct7_of(bits) << 3 | funct3_of(bits)) {
    case 0b0000000'000:
        name("add");
        return set(rd_of(bits), a + b);
    case 0b0100000'000:
        name("sub");
        return set(rd_of(bits), a - b);
    case 0b0000000'001:
        name("sll");
        return set(rd_of(bits), a << shift);
    case 0b0000000'010:
        name("slt");
        return set(rd_of(bits), static_cast<i64>(a) < static_cast<i64>(b) ? 1 : 0);
    case 0b0000000'011:
        name("sltu");
        return set(rd_of(bits), a < b ? 1 : 0);
    case 0b0000000'100:
        name("xor");
        return set(rd_of(bits), a ^ b);
    case 0b0000000'101:
        name("srl");
        return set(rd_of(bits), a >> shift);
    case 0b0100000'101:
        name("sra");
        return set(rd_of(bits), static_cast<u64>(static_cast<i64>(a) >> shift));
    case 0b0000000'110:
        name("or");
        return set(rd_of(bits), a | b);
    case 0b0000000'111:
        name("and");
        return set(rd_of(bits), a & b);
    default:
        illegal();
    }
}

void Reference::arithmetic_word(u32 bits) {
    const u64 a = x[rs1_of(bits)];
    const u64 b = x[rs2_of(bits)];
    const u32 shift = b & 0x1f;
    name("op-32");
    switch (funct7_of(bits) << 3 | funct3_of(bits)) {
    case 0b0000000'000:
        name("addw");
        return set(rd_of(bits), sext32(a + b));
    case 0b0100000'000:
        name("subw");
        return set(rd_of(bits), sext32(a - b));
    case 0b0000000'001:
        name("sllw");
        return set(rd_of(bits), sext32(a << shift));
    case 0b0000000'101:
        name("srlw");
        return set(rd_of(bits), sext32((a & 0xffffffffu) >> shift));
    case 0b0100000'101:
        name("sraw");
        return set(rd_of(bits), static_cast<u64>(static_cast<i64>(sext32(a)) >> shift));
    default:
        illegal();
    }
}

} // namespace stavp::isa
