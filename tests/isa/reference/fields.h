#pragma once

#include "tests/isa/memory_map.h"

namespace stavp::isa {

/// Bits `high` to `low` of an instruction, as the manuals write them.
constexpr u32 bits_of(u32 bits, unsigned high, unsigned low) {
    return (bits >> low) & ((2u << (high - low)) - 1);
}
constexpr u32 bit_of(u32 bits, unsigned at) {
    return (bits >> at) & 1;
}
/// A two's complement number of `width` bits.
constexpr u64 sign_extended(u64 value, unsigned width) {
    const u64 sign = 1ull << (width - 1);
    const u64 low = width == 64 ? value : value & ((sign << 1) - 1);
    return (low ^ sign) - sign;
}
constexpr u64 sext32(u64 value) {
    return sign_extended(value, 32);
}

constexpr u32 rd_of(u32 bits) {
    return bits_of(bits, 11, 7);
}
constexpr u32 rs1_of(u32 bits) {
    return bits_of(bits, 19, 15);
}
constexpr u32 rs2_of(u32 bits) {
    return bits_of(bits, 24, 20);
}
constexpr u32 funct3_of(u32 bits) {
    return bits_of(bits, 14, 12);
}
constexpr u32 funct7_of(u32 bits) {
    return bits_of(bits, 31, 25);
}
constexpr u64 i_immediate(u32 bits) {
    return sign_extended(bits_of(bits, 31, 20), 12);
}

} // namespace stavp::isa
