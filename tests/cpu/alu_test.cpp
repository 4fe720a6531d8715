#include "tests/cpu/machine.h"

#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

// Expectations from the unprivileged manual's text, written with other means than the model: words as explicit
// arithmetic modulo 2^32, high products from four 32-bit partial products, quotients from magnitudes.
namespace {

using i64 = std::int64_t;
using u64 = std::uint64_t;
using stavp::test::Machine;

constexpr u64 kInputs = 0x8010'0000;
constexpr u64 kOutputs = 0x8020'0000;
constexpr u64 kTop = 1ull << 63;

u64 sext32(u64 value) {
    value %= 1ull << 32;
    return value >= 1ull << 31 ? value - (1ull << 32) : value;
}

bool negative(u64 value) {
    return value >= kTop;
}

bool signed_less(u64 a, u64 b) {
    return (a ^ kTop) < (b ^ kTop);
}

u64 shift_right_arithmetic(u64 value, u64 amount) {
    for (u64 i = 0; i < amount; ++i)
        value = value / 2 + (negative(value) ? kTop : 0);
    return value;
}

u64 high_unsigned(u64 a, u64 b) {
    const u64 al = a & 0xffffffff, ah = a >> 32, bl = b & 0xffffffff, bh = b >> 32;
    const u64 middle = (al * bl >> 32) + (ah * bl & 0xffffffff) + al * bh % (1ull << 32);
    return ah * bh + (ah * bl >> 32) + (al * bh >> 32) + (middle >> 32);
}

u64 high_signed_unsigned(u64 a, u64 b) {
    return high_unsigned(a, b) - (negative(a) ? b : 0);
}

u64 high_signed(u64 a, u64 b) {
    return high_signed_unsigned(a, b) - (negative(b) ? a : 0);
}

u64 magnitude(u64 value) {
    return negative(value) ? 0 - value : value;
}

u64 divide(u64 a, u64 b) {
    if (b == 0) return ~0ull;
    const auto q = magnitude(a) / magnitude(b);
    return negative(a) != negative(b) ? 0 - q : q;
}

u64 remainder(u64 a, u64 b) {
    if (b == 0) return a;
    const auto r = magnitude(a) % magnitude(b);
    return negative(a) ? 0 - r : r;
}

u64 zext32(u64 value) {
    return value % (1ull << 32);
}

struct Operation {
    std::string name;
    std::function<u64(u64, u64)> result;
};

std::vector<Operation> register_operations() {
    return {
        {"add", [](u64 a, u64 b) { return a + b; }},
        {"sub", [](u64 a, u64 b) { return a + ~b + 1; }},
        {"sll", [](u64 a, u64 b) { return a << (b % 64); }},
        {"slt", [](u64 a, u64 b) { return signed_less(a, b) ? 1 : 0; }},
        {"sltu", [](u64 a, u64 b) { return a < b ? 1 : 0; }},
        {"xor", [](u64 a, u64 b) { return (a | b) & ~(a & b); }},
        {"srl", [](u64 a, u64 b) { return a >> (b % 64); }},
        {"sra", [](u64 a, u64 b) { return shift_right_arithmetic(a, b % 64); }},
        {"or", [](u64 a, u64 b) { return ~(~a & ~b); }},
        {"and", [](u64 a, u64 b) { return ~(~a | ~b); }},
        {"addw", [](u64 a, u64 b) { return sext32(a + b); }},
        {"subw", [](u64 a, u64 b) { return sext32(a - b); }},
        {"sllw", [](u64 a, u64 b) { return sext32(zext32(a) << (b % 32)); }},
        {"srlw", [](u64 a, u64 b) { return sext32(zext32(a) >> (b % 32)); }},
        {"sraw", [](u64 a, u64 b) { return shift_right_arithmetic(sext32(a), b % 32); }},
        {"mul", [](u64 a, u64 b) { return a * b; }},
        {"mulh", high_signed},
        {"mulhsu", high_signed_unsigned},
        {"mulhu", high_unsigned},
        {"div", divide},
        {"divu", [](u64 a, u64 b) { return b == 0 ? ~0ull : a / b; }},
        {"rem", remainder},
        {"remu", [](u64 a, u64 b) { return b == 0 ? a : a % b; }},
        {"mulw", [](u64 a, u64 b) { return sext32(zext32(a) * zext32(b)); }},
        {"divw", [](u64 a, u64 b) { return sext32(divide(sext32(a), sext32(b))); }},
        {"divuw", [](u64 a, u64 b) { return zext32(b) == 0 ? ~0ull : sext32(zext32(a) / zext32(b)); }},
        {"remw", [](u64 a, u64 b) { return sext32(remainder(sext32(a), sext32(b))); }},
        {"remuw", [](u64 a, u64 b) { return sext32(zext32(b) == 0 ? a : zext32(a) % zext32(b)); }},
    };
}

void add_immediates(std::vector<Operation>& all) {
    for (const i64 signed_imm : {0, 1, -1, 2047, -2048, 0x555}) {
        const auto imm = static_cast<u64>(signed_imm);
        const auto suffix = std::string(" ").append(std::to_string(signed_imm));
        all.push_back({"addi" + suffix, [=](u64 a, u64) { return a + imm; }});
        all.push_back({"slti" + suffix, [=](u64 a, u64) { return signed_less(a, imm) ? 1 : 0; }});
        all.push_back({"sltiu" + suffix, [=](u64 a, u64) { return a < imm ? 1 : 0; }});
        all.push_back({"xori" + suffix, [=](u64 a, u64) { return (a | imm) & ~(a & imm); }});
        all.push_back({"ori" + suffix, [=](u64 a, u64) { return ~(~a & ~imm); }});
        all.push_back({"andi" + suffix, [=](u64 a, u64) { return ~(~a | ~imm); }});
        all.push_back({"addiw" + suffix, [=](u64 a, u64) { return sext32(a + imm); }});
    }
}

void add_shifts(std::vector<Operation>& all) {
    for (const u64 amount : {0, 1, 31, 32, 33, 63}) {
        const auto suffix = std::string(" ").append(std::to_string(amount));
        all.push_back({"slli" + suffix, [=](u64 a, u64) { return a << amount; }});
        all.push_back({"srli" + suffix, [=](u64 a, u64) { return a >> amount; }});
        all.push_back({"srai" + suffix, [=](u64 a, u64) { return shift_right_arithmetic(a, amount); }});
    }
    for (const u64 amount : {0, 1, 15, 31}) {
        const auto suffix = std::string(" ").append(std::to_string(amount));
        all.push_back({"slliw" + suffix, [=](u64 a, u64) { return sext32(a << amount); }});
        all.push_back({"srliw" + suffix, [=](u64 a, u64) { return sext32(zext32(a) >> amount); }});
        all.push_back({"sraiw" + suffix, [=](u64 a, u64) { return shift_right_arithmetic(sext32(a), amount); }});
    }
}

std::vector<Operation> operations() {
    auto all = register_operations();
    add_immediates(all);
    add_shifts(all);
    all.push_back({"beq", [](u64 a, u64 b) { return a == b ? 1 : 0; }});
    all.push_back({"bne", [](u64 a, u64 b) { return a == b ? 0 : 1; }});
    all.push_back({"blt", [](u64 a, u64 b) { return signed_less(a, b) ? 1 : 0; }});
    all.push_back({"bge", [](u64 a, u64 b) { return signed_less(a, b) ? 0 : 1; }});
    all.push_back({"bltu", [](u64 a, u64 b) { return a < b ? 1 : 0; }});
    all.push_back({"bgeu", [](u64 a, u64 b) { return a < b ? 0 : 1; }});
    all.push_back({"add rd=rs1", [](u64 a, u64 b) { return a + b; }});
    all.push_back({"sub rd=rs2", [](u64 a, u64 b) { return a - b; }});
    all.push_back({"mul rd=rs1=rs2", [](u64 a, u64) { return a * a; }});
    all.push_back({"add to x0", [](u64, u64) { return 0; }});
    return all;
}

TEST(CpuAlu, every_operation_gives_the_manuals_result_on_all_pairs_of_corner_values) {
    const std::vector<u64> corners = {0,
                                      1,
                                      2,
                                      31,
                                      32,
                                      63,
                                      64,
                                      ~0ull,
                                      ~0ull - 1,
                                      0x7fffffff,
                                      0x80000000,
                                      0xffffffff,
                                      0xffffffff80000000,
                                      0x100000000,
                                      kTop - 1,
                                      kTop,
                                      0x0123456789abcdef,
                                      0xfedcba9876543210};
    Machine machine("machine", {});
    machine.load("alu");
    u64 pairs = 0;
    for (const auto a : corners)
        for (const auto b : corners) {
            machine.set_word(kInputs + 16 * pairs, a);
            machine.set_word(kInputs + 16 * pairs + 8, b);
            ++pairs;
        }
    machine.set_word(kInputs - 8, pairs);
    machine.run(sc_core::sc_time(100, sc_core::SC_MS));
    ASSERT_TRUE(machine.exited);
    u64 output = kOutputs;
    for (const auto& operation : operations())
        for (const auto a : corners)
            for (const auto b : corners) {
                ASSERT_EQ(machine.word(output), operation.result(a, b))
                    << operation.name << std::hex << " " << a << ", " << b;
                output += 8;
            }
    EXPECT_EQ(machine.word(output), 0u) << "more results than operations";
}

} // namespace
