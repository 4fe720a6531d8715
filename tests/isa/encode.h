#pragma once

#include "tests/isa/memory_map.h"

namespace stavp::isa::encode {

constexpr u32 r(u32 opcode, u32 funct3, u32 funct7, u32 rd, u32 rs1, u32 rs2) {
    return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}
constexpr u32 i(u32 opcode, u32 funct3, u32 rd, u32 rs1, i64 immediate) {
    return (static_cast<u32>(immediate) & 0xfff) << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode;
}
constexpr u32 s(u32 funct3, u32 rs1, u32 rs2, i64 immediate) {
    const auto bits = static_cast<u32>(immediate);
    return (bits >> 5 & 0x7f) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | (bits & 31) << 7 | 0x23;
}
constexpr u32 b(u32 funct3, u32 rs1, u32 rs2, i64 offset) {
    const auto bits = static_cast<u32>(offset);
    return (bits >> 12 & 1) << 31 | (bits >> 5 & 0x3f) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 |
           (bits >> 1 & 15) << 8 | (bits >> 11 & 1) << 7 | 0x63;
}
constexpr u32 jal(u32 rd, i64 offset) {
    const auto bits = static_cast<u32>(offset);
    return (bits >> 20 & 1) << 31 | (bits >> 1 & 0x3ff) << 21 | (bits >> 11 & 1) << 20 | (bits >> 12 & 0xff) << 12 |
           rd << 7 | 0x6f;
}
constexpr u32 lui(u32 rd, u32 upper) {
    return upper << 12 | rd << 7 | 0x37;
}
constexpr u32 auipc(u32 rd, u32 upper) {
    return upper << 12 | rd << 7 | 0x17;
}
constexpr u32 addi(u32 rd, u32 rs1, i64 immediate) {
    return i(0x13, 0, rd, rs1, immediate);
}
constexpr u32 ld(u32 rd, u32 rs1, i64 immediate) {
    return i(0x03, 3, rd, rs1, immediate);
}
/// kind: 1 write, 2 set, 3 clear; +4 with the immediate rs1.
constexpr u32 csr(u32 kind, u32 rd, u32 number, u32 rs1) {
    return number << 20 | rs1 << 15 | kind << 12 | rd << 7 | 0x73;
}
constexpr u32 cj(i64 offset) {
    const auto o = static_cast<u32>(offset);
    return 0xa001 | (o >> 11 & 1) << 12 | (o >> 4 & 1) << 11 | (o >> 8 & 3) << 9 | (o >> 10 & 1) << 8 |
           (o >> 6 & 1) << 7 | (o >> 7 & 1) << 6 | (o >> 1 & 7) << 3 | (o >> 5 & 1) << 2;
}
/// c.beqz or c.bnez of x8 + short_register.
constexpr u32 cb(bool not_zero, u32 short_register, i64 offset) {
    const auto o = static_cast<u32>(offset);
    return (not_zero ? 0xe001u : 0xc001u) | (o >> 8 & 1) << 12 | (o >> 3 & 3) << 10 | short_register << 7 |
           (o >> 6 & 3) << 5 | (o >> 1 & 3) << 3 | (o >> 5 & 1) << 2;
}
inline constexpr u32 kMret = 0x30200073;
inline constexpr u32 kFenceI = 0x0000100f;

} // namespace stavp::isa::encode
