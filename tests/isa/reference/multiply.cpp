// The M extension. High halves from four products of 32 bits; signs by subtracting what two's complement adds.

#include "tests/isa/reference/fields.h"
#include "tests/isa/reference/hart.h"

namespace stavp::isa {

namespace {

u64 high_half(u64 a, u64 b) {
    const u64 mask = 0xffffffffu;
    const u64 low = (a & mask) * (b & mask);
    const u64 middle_1 = (a >> 32) * (b & mask) + (low >> 32);
    const u64 middle_2 = (a & mask) * (b >> 32) + (middle_1 & mask);
    return (a >> 32) * (b >> 32) + (middle_1 >> 32) + (middle_2 >> 32);
}

bool negative(u64 value) {
    return value >> 63 != 0;
}

u64 magnitude(u64 value) {
    return negative(value) ? 0 - value : value;
}

/// Sign of the quotient: of both; of the remainder: of the dividend. Overflow comes out as the manual's table says.
u64 signed_quotient(u64 a, u64 b) {
    if (b == 0) return ~0ull;
    const u64 quotient = magnitude(a) / magnitude(b);
    return negative(a) != negative(b) ? 0 - quotient : quotient;
}

u64 signed_remainder(u64 a, u64 b) {
    if (b == 0) return a;
    const u64 rest = magnitude(a) % magnitude(b);
    return negative(a) ? 0 - rest : rest;
}

} // namespace

void Reference::multiply_divide(u32 bits) {
    const u64 a = x[rs1_of(bits)];
    const u64 b = x[rs2_of(bits)];
    const u32 rd = rd_of(bits);
    switch (funct3_of(bits)) {
    case 0b000:
        name("mul");
        return set(rd, a * b);
    case 0b001:
        name("mulh");
        return set(rd, high_half(a, b) - (negative(a) ? b : 0) - (negative(b) ? a : 0));
    case 0b010:
        name("mulhsu");
        return set(rd, high_half(a, b) - (negative(a) ? b : 0));
    case 0b011:
        name("mulhu");
        return set(rd, high_half(a, b));
    case 0b100:
        name("div");
        return set(rd, signed_quotient(a, b));
    case 0b101:
        name("divu");
        return set(rd, b == 0 ? ~0ull : a / b);
    case 0b110:
        name("rem");
        return set(rd, signed_remainder(a, b));
    default:
        name("remu");
        return set(rd, b == 0 ? a : a % b);
    }
}

void Reference::multiply_divide_word(u32 bits) {
    const u64 a = x[rs1_of(bits)];
    const u64 b = x[rs2_of(bits)];
    const u64 unsigned_a = a & 0xffffffffu;
    const u64 unsigned_b = b & 0xffffffffu;
    const u32 rd = rd_of(bits);
    switch (funct3_of(bits)) {
    case 0b000:
        name("mulw");
        return set(rd, sext32(a * b));
    case 0b100:
        name("divw");
        return set(rd, sext32(signed_quotient(sext32(a), sext32(b))));
    case 0b101:
        name("divuw");
        return set(rd, unsigned_b == 0 ? ~0ull : sext32(unsigned_a / unsigned_b));
    case 0b110:
        name("remw");
        return set(rd, sext32(signed_remainder(sext32(a), sext32(b))));
    case 0b111:
        name("remuw");
        return set(rd, sext32(unsigned_b == 0 ? unsigned_a : unsigned_a % unsigned_b));
    default:
        name("op-32?");
        illegal();
    }
}

} // namespace stavp::isa
