// RV64C without D: unprivileged manual, table "Instruction listing for RVC".

#include "tests/isa/reference/fields.h"
#include "tests/isa/reference/hart.h"

namespace stavp::isa {

namespace {

u64 six_bits(u32 bits) {
    return bit_of(bits, 12) << 5 | bits_of(bits, 6, 2);
}
u64 word_offset(u32 bits) {
    return bits_of(bits, 12, 10) << 3 | bit_of(bits, 6) << 2 | bit_of(bits, 5) << 6;
}
u64 double_offset(u32 bits) {
    return bits_of(bits, 12, 10) << 3 | bits_of(bits, 6, 5) << 6;
}
u64 jump_offset(u32 bits) {
    return sign_extended(bit_of(bits, 12) << 11 | bit_of(bits, 11) << 4 | bits_of(bits, 10, 9) << 8 |
                             bit_of(bits, 8) << 10 | bit_of(bits, 7) << 6 | bit_of(bits, 6) << 7 |
                             bits_of(bits, 5, 3) << 1 | bit_of(bits, 2) << 5,
                         12);
}
u64 branch_offset(u32 bits) {
    return sign_extended(bit_of(bits, 12) << 8 | bits_of(bits, 11, 10) << 3 | bits_of(bits, 6, 5) << 6 |
                             bits_of(bits, 4, 3) << 1 | bit_of(bits, 2) << 5,
                         9);
}

} // namespace

void Reference::execute_compressed(u32 bits) {
    switch (bits & 3) {
    case 0:
        return compressed_0(bits);
    case 1:
        return compressed_1(bits);
    default:
        return compressed_2(bits);
    }
}

void Reference::compressed_0(u32 bits) {
    const u64 base = x[8 + bits_of(bits, 9, 7)];
    const u32 reg = 8 + bits_of(bits, 4, 2);
    name("c0?");
    switch (bits_of(bits, 15, 13)) {
    case 0b000: {
        name("c.addi4spn");
        const u64 offset =
            bits_of(bits, 12, 11) << 4 | bits_of(bits, 10, 7) << 6 | bit_of(bits, 6) << 2 | bit_of(bits, 5) << 3;
        if (offset == 0) illegal();
        return set(reg, x[2] + offset);
    }
    case 0b010:
        name("c.lw");
        return set(reg, sext32(load(base + word_offset(bits), 4)));
    case 0b011:
        name("c.ld");
        return set(reg, load(base + double_offset(bits), 8));
    case 0b110:
        name("c.sw");
        return store(base + word_offset(bits), 4, x[reg]);
    case 0b111:
        name("c.sd");
        return store(base + double_offset(bits), 8, x[reg]);
    default:
        illegal();
    }
}

void Reference::compressed_1(u32 bits) {
    const u32 rd = bits_of(bits, 11, 7);
    const u32 rd_short = 8 + bits_of(bits, 9, 7);
    const u64 a = x[rd_short];
    const u64 b = x[8 + bits_of(bits, 4, 2)];
    const u64 immediate = sign_extended(six_bits(bits), 6);
    switch (bits_of(bits, 15, 13)) {
    case 0b000:
        name("c.addi");
        return set(rd, x[rd] + immediate);
    case 0b001:
        name("c.addiw");
        if (rd == 0) illegal();
        return set(rd, sext32(x[rd] + immediate));
    case 0b010:
        name("c.li");
        return set(rd, immediate);
    case 0b011:
        name(rd == 2 ? "c.addi16sp" : "c.lui");
        if (immediate == 0) illegal();
        if (rd != 2) return set(rd, immediate << 12);
        return set(2, x[2] + sign_extended(bit_of(bits, 12) << 9 | bit_of(bits, 6) << 4 | bit_of(bits, 5) << 6 |
                                               bits_of(bits, 4, 3) << 7 | bit_of(bits, 2) << 5,
                                           10));
    case 0b100:
        break;
    case 0b101:
        name("c.j");
        next_pc_ = pc + jump_offset(bits);
        return;
    case 0b110:
        name("c.beqz");
        if (a == 0) next_pc_ = pc + branch_offset(bits);
        return;
    default:
        name("c.bnez");
        if (a != 0) next_pc_ = pc + branch_offset(bits);
        return;
    }
    switch (bits_of(bits, 11, 10)) {
    case 0b00:
        name("c.srli");
        return set(rd_short, a >> six_bits(bits));
    case 0b01:
        name("c.srai");
        return set(rd_short, static_cast<u64>(static_cast<i64>(a) >> six_bits(bits)));
    case 0b10:
        name("c.andi");
        return set(rd_short, a & immediate);
    default:
        break;
    }
    name("c.sub/xor/or/and/subw/addw");
    switch (bit_of(bits, 12) << 2 | bits_of(bits, 6, 5)) {
    case 0b000:
        return set(rd_short, a - b);
    case 0b001:
        return set(rd_short, a ^ b);
    case 0b010:
        return set(rd_short, a | b);
    case 0b011:
        return set(rd_short, a & b);
    case 0b100:
        return set(rd_short, sext32(a - b));
    case 0b101:
        return set(rd_short, sext32(a + b));
    default:
        illegal();
    }
}

void Reference::compressed_2(u32 bits) {
    const u32 rd = bits_of(bits, 11, 7);
    const u32 rs2 = bits_of(bits, 6, 2);
    name("c2?");
    switch (bits_of(bits, 15, 13)) {
    case 0b000:
        name("c.slli");
        return set(rd, x[rd] << six_bits(bits));
    case 0b010:
        name("c.lwsp");
        if (rd == 0) illegal();
        return set(
            rd, sext32(load(x[2] + (bit_of(bits, 12) << 5 | bits_of(bits, 6, 4) << 2 | bits_of(bits, 3, 2) << 6), 4)));
    case 0b011:
        name("c.ldsp");
        if (rd == 0) illegal();
        return set(rd, load(x[2] + (bit_of(bits, 12) << 5 | bits_of(bits, 6, 5) << 3 | bits_of(bits, 4, 2) << 6), 8));
    case 0b110:
        name("c.swsp");
        return store(x[2] + (bits_of(bits, 12, 9) << 2 | bits_of(bits, 8, 7) << 6), 4, x[rs2]);
    case 0b111:
        name("c.sdsp");
        return store(x[2] + (bits_of(bits, 12, 10) << 3 | bits_of(bits, 9, 7) << 6), 8, x[rs2]);
    case 0b100:
        break;
    default:
        illegal();
    }
    if (bit_of(bits, 12) == 0 && rs2 != 0) {
        name("c.mv");
        return set(rd, x[rs2]);
    }
    if (rs2 != 0) {
        name("c.add");
        return set(rd, x[rd] + x[rs2]);
    }
    if (rd == 0) {
        name("c.ebreak");
        if (bit_of(bits, 12) == 0) illegal();
        throw Raise{3, pc};
    }
    name(bit_of(bits, 12) == 0 ? "c.jr" : "c.jalr");
    const u64 target = x[rd] & ~1ull;
    if (bit_of(bits, 12) != 0) set(1, pc + 2);
    next_pc_ = target;
}

} // namespace stavp::isa
