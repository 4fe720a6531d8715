#include "tests/isa/generator.h"

#include "tests/isa/encode.h"
#include "tests/isa/handler.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace stavp::isa {

namespace {

using Fix = Assembly::Fix;

constexpr u32 kMstatus = 0x300, kMie = 0x304, kMtvec = 0x305, kMepc = 0x341;

} // namespace

void Generator::load_constant(u32 rd, PoolGroup group) {
    code_.emit(encode::ld(rd, kGp, 8 * static_cast<i64>(group.first + random_.below(group.count))));
}

void Generator::start_up() {
    code_.begin_unit();
    // gp, which is handed over in a0, then the handler and PMP.
    code_.emit(encode::addi(kGp, 10, 0));
    load_constant(30, kVectorBases);
    code_.emit(encode::csr(1, 0, kMtvec, 30));
    if (pmp_entries_ > 0) {
        const auto open_entry = std::min(7u, pmp_entries_ - 1);
        code_.emit(encode::ld(30, kGp, 8 * kOpenPmpAddress));
        code_.emit(encode::csr(1, 0, 0x3b0 + open_entry, 30));
        code_.emit(encode::ld(30, kGp, 8 * kOpenPmpConfig));
        code_.emit(encode::csr(1, 0, 0x3a0, 30));
        for (int i = 0; i < 3; ++i)
            pmp_setting();
    }
    for (const auto pointer : {kSp, 8u, 9u})
        load_constant(pointer, kAddresses);
    for (u32 value = 10; value < 28; ++value)
        load_constant(value, kValues);
    code_.emit(encode::addi(30, 0, -1));
    code_.emit(encode::csr(1, 0, kMie, 30));
    code_.emit(encode::csr(1, 0, 0x306, random_.once_in(2) ? 30 : 0)); // mcounteren
}

void Generator::memory_access() {
    const auto offset =
        random_.once_in(3) ? static_cast<i64>(random_.below(64)) - 32 : 8 * (static_cast<i64>(random_.below(64)) - 32);
    if (random_.once_in(2))
        code_.emit(encode::i(0x03, random_.below(random_.once_in(20) ? 8 : 7), random_rd(random_), base(), offset));
    else
        code_.emit(encode::s(random_.below(random_.once_in(20) ? 8 : 4), base(), reg(), offset));
}

void Generator::jumps() {
    const auto link = random_.once_in(2) ? 0 : random_rd(random_);
    switch (random_.below(8)) {
    case 0:
        return code_.emit_to(Fix::jump, encode::jal(link, 0), ahead());
    case 1: {
        const auto target = ahead();
        code_.emit_to(Fix::high, encode::auipc(31, 0), target);
        return code_.emit_to(Fix::low_load, encode::i(0x67, 0, link, 31, 0), target);
    }
    case 2: { // c.jr, c.jalr
        const auto target = ahead();
        code_.emit_to(Fix::high, encode::auipc(31, 0), target);
        code_.emit_to(Fix::low_load, encode::addi(31, 31, 0), target);
        return code_.emit(0x8002 | random_.below(2) << 12 | 31 << 7);
    }
    case 3:
        return code_.emit_to(Fix::c_jump, encode::cj(0), ahead());
    case 4:
        return code_.emit_to(Fix::c_branch, encode::cb(random_.once_in(2), random_.below(8), 0), ahead());
    default:
        return code_.emit_to(Fix::branch, encode::b(random_.of(std::array<u32, 6>{0, 1, 4, 5, 6, 7}), reg(), reg(), 0),
                             ahead());
    }
}

void Generator::loop() {
    code_.emit(encode::addi(kTp, kTp, 1));
    code_.emit(encode::i(0x13, 7, 31, kTp, 1 << random_.below(4)));
    const auto back = code_.units() - 1 - std::min(code_.units() - 2, random_.below(12));
    code_.emit_to(Fix::branch, encode::b(random_.below(2), 31, 0, 0), back);
}

void Generator::compressed_arithmetic() {
    const auto short_rd = 2 + random_.below(6); // x10 to x15
    const auto immediate = random_.below(32) << 2 | random_.below(2) << 12;
    const auto rd = random_rd(random_);
    switch (random_.below(10)) {
    case 0:
        return code_.emit(0x0001 | rd << 7 | immediate); // c.addi
    case 1:
        return code_.emit(0x2001 | rd << 7 | immediate); // c.addiw
    case 2:
        return code_.emit(0x4001 | rd << 7 | immediate); // c.li
    case 3:
        return code_.emit(0x6001 | (random_.once_in(3) ? kSp : rd) << 7 | immediate); // c.lui, c.addi16sp
    case 4:
        return code_.emit(0x0000 | random_.below(256) << 5 | short_rd << 2); // c.addi4spn
    case 5:
    case 6:
        return code_.emit(0x8001 | random_.below(3) << 10 | short_rd << 7 | immediate); // c.srli, c.srai, c.andi
    case 7:
        return code_.emit(0x8c01 | random_.below(2) << 12 | short_rd << 7 | random_.below(32) << 2);
    case 8:
        return code_.emit(0x0002 | rd << 7 | immediate); // c.slli
    default:
        return code_.emit(0x8002 | random_.below(2) << 12 | rd << 7 | (1 + random_.below(31)) << 2); // c.mv, c.add
    }
}

void Generator::compressed_memory() {
    const auto offset = random_.below(8) << 10 | random_.below(4) << 5;
    const auto pointer = random_.below(2) << 7; // x8, x9
    const auto rd = random_rd(random_);
    switch (random_.below(4)) {
    case 0: // c.lw, c.ld
        return code_.emit((random_.once_in(2) ? 0x4000u : 0x6000u) | offset | pointer | (2 + random_.below(6)) << 2);
    case 1: // c.sw, c.sd
        return code_.emit((random_.once_in(2) ? 0xc000u : 0xe000u) | offset | pointer | random_.below(8) << 2);
    case 2: // c.lwsp, c.ldsp
        return code_.emit((random_.once_in(2) ? 0x4002u : 0x6002u) | random_.below(2) << 12 | rd << 7 |
                          random_.below(32) << 2);
    default: // c.swsp, c.sdsp
        return code_.emit((random_.once_in(2) ? 0xc002u : 0xe002u) | random_.below(64) << 7 | reg() << 2);
    }
}

void Generator::atomic() {
    constexpr std::array<u32, 9> kKinds = {0, 1, 4, 8, 12, 16, 20, 24, 28};
    const auto kind = random_.once_in(40) ? random_.below(32) : random_.of(kKinds);
    code_.emit(encode::r(0x2f, 2 + random_.below(2), kind << 2 | random_.below(4), random_rd(random_), base(), reg()));
}

void Generator::reserved_pair() {
    const auto pointer = base();
    const auto width = 2 + random_.below(2);
    const auto conditional = [&](u32 at, u32 funct3) {
        code_.emit(encode::r(0x2f, funct3, 3 << 2 | random_.below(4), random_rd(random_), at, reg()));
    };
    code_.emit(encode::r(0x2f, width, 2 << 2 | random_.below(4), random_rd(random_), pointer, 0));
    switch (random_.below(8)) {
    case 0:
        conditional(pointer, width);
        break;
    case 1:
        conditional(base(), 2 + random_.below(2));
        break;
    case 2:
        code_.emit(encode::s(random_.below(4), pointer, reg(), random_.below(8)));
        break;
    case 3:
        code_.emit(0x00000073);
        break;
    case 4:
        code_.emit(random_alu(random_));
        break;
    default:
        break;
    }
    conditional(random_.once_in(8) ? base() : pointer, random_.once_in(8) ? 2 + random_.below(2) : width);
}

void Generator::csr_access(bool time) {
    constexpr std::array<u32, 24> kNumbers = {0x300, 0x300, 0x300, 0x301, 0x304, 0x304, 0x306, 0x30a,
                                              0x320, 0x320, 0x340, 0x341, 0x342, 0x343, 0x344, 0x3a0,
                                              0x3a2, 0x3b0, 0xb02, 0xb02, 0xb02, 0xc02, 0xf14, 0x3bf};
    auto number = random_.once_in(10) ? random_.below(4096) : random_.of(kNumbers);
    auto kind = random_.of(std::array<u32, 6>{1, 2, 3, 5, 6, 7});
    auto rs1 = random_.once_in(2) ? 0 : reg();
    auto rd = random_rd(random_);
    const bool handler_needs_it = number == kMtvec || (number >= 0x3a0 && number <= 0x3ef);
    if (handler_needs_it || number == kMepc) {
        kind = 2;
        rs1 = 0;
    }
    if (number == 0xb00 || number == 0xc00) rd = 0; // the reference has no cycles
    if (number == 0xc01 && !time) number = 0xc02;
    code_.emit(encode::csr(kind, rd, number, rs1));
}

void Generator::pmp_setting() {
    load_constant(30, kPmpAddresses);
    code_.emit(encode::csr(1, 29, 0x3b0 + random_.below(4), 30));
    if (random_.once_in(3)) return;
    load_constant(30, kPmpConfigs);
    code_.emit(encode::csr(1, 29, 0x3a0, 30));
}

void Generator::mode_switch() {
    // mepc to a later unit, MPP to U mode (or as it is), mret.
    const auto target = ahead();
    code_.emit_to(Fix::high, encode::auipc(31, 0), target);
    code_.emit_to(Fix::low_load, encode::addi(31, 31, 0), target);
    code_.emit(encode::csr(1, 0, kMepc, 31));
    code_.emit(encode::lui(30, 2));
    code_.emit(encode::i(0x1b, 0, 30, 30, -0x800));
    code_.emit(encode::csr(random_.once_in(4) ? 2 : 3, 0, kMstatus, 30));
    code_.emit(encode::kMret);
}

void Generator::trapping() {
    switch (random_.below(9)) {
    case 0:
        return code_.emit(0x00100073); // ebreak
    case 1:
        return code_.emit(0x9002); // c.ebreak
    case 2:
        return code_.emit(0x0000);
    case 3: // any compressed instruction outside the jumps' quadrant
        return code_.emit(random_.below(1 << 14) << 2);
    case 4: // an unassigned opcode, or one of extensions that are absent
        return code_.emit((static_cast<u32>(random_.any()) & ~0x7fu) |
                          random_.of(std::array<u32, 8>{0x07, 0x27, 0x43, 0x53, 0x57, 0x0b, 0x7f, 0x1f}));
    case 5: // jump through any register, which rarely leads anywhere
        return code_.emit(encode::i(0x67, random_.once_in(3) ? 1 : 0, 1, 10 + random_.below(18), random_.below(4096)));
    case 6: // sret, sfence.vma, wfi with fields, ...
        return code_.emit(random_.of(std::array<u32, 4>{0x10200073, 0x12000073, 0x105000f3, 0x7b200073}));
    default:
        return code_.emit(0x00000073); // ecall
    }
}

void Generator::patch() {
    // A later unit becomes another instruction; FENCE.I makes it valid. The unit itself is one instruction of 4 bytes.
    const auto target = code_.units() + 1 + random_.below(2);
    // Another one at each turn.
    code_.emit(encode::addi(kTp, kTp, 8));
    code_.emit(encode::i(0x13, 7, 30, kTp, 0x38));
    code_.emit(encode::r(0x33, 0, 0, 30, 30, kGp));
    code_.emit(encode::ld(30, 30, 8 * static_cast<i64>(kPatches.first + random_.below(kPatches.count - 7))));
    code_.emit_to(Fix::high, encode::auipc(31, 0), target);
    code_.emit_to(Fix::low_store, encode::s(2, 31, 30, 0), target);
    code_.emit(encode::kFenceI);
    for (int i = 0; i < 3; ++i) {
        code_.begin_unit();
        code_.emit(random_alu(random_));
    }
}

void Generator::unit(bool patches, bool time) {
    code_.begin_unit();
    const auto choice = random_.below(1000);
    if (choice < 240) return code_.emit(random_alu(random_));
    if (choice < 255)
        return code_.emit((random_.below(1 << 20) << 12) | random_rd(random_) << 7 |
                          (random_.once_in(2) ? 0x37 : 0x17));
    if (choice < 435) return memory_access();
    if (choice < 535) return jumps();
    if (choice < 565) return loop();
    if (choice < 665) return compressed_arithmetic();
    if (choice < 725) return compressed_memory();
    if (choice < 775) return load_constant(base(), kAddresses);
    if (choice < 825) return load_constant(random_rd(random_), kValues);
    if (choice < 855) return atomic();
    if (choice < 875) return reserved_pair();
    if (choice < 905) return csr_access(time);
    if (choice < 925 && pmp_entries_ > 0) return pmp_setting();
    if (choice < 940) return mode_switch();
    if (choice < 955) return trapping();
    if (choice < 957) return code_.emit(0x10500073); // wfi
    if (choice < 961) return code_.emit(random_.once_in(2) ? encode::kFenceI : 0x0ff0000f);
    if (patches && random_.once_in(2)) return patch();
    code_.emit(random_alu(random_));
}

Assembly Generator::run(u32 units, bool patches, bool time) {
    start_up();
    while (code_.units() < units)
        unit(patches, time);
    // Targets behind the last unit wrap around to the first ones.
    code_.begin_unit();
    code_.emit_to(Fix::jump, encode::jal(0, 0), 1);
    return std::move(code_);
}

Program generate(u64 seed, unsigned pmp_entries) {
    Random random(seed);
    Program program;
    program.seed = seed;
    program.interrupts = !random.once_in(4);
    for (auto& byte : program.slow)
        byte = static_cast<u8>(random.any());
    for (u64 i = kData - kRam; i < kRamBytes; ++i)
        program.ram[i] = static_cast<u8>(random.any());
    fill_pool(program, random, pmp_entries);
    add_handler(program);

    const bool in_slow_memory = random.once_in(12);
    const auto units = in_slow_memory ? 60 + random.below(300) : 40 + random.below(random.once_in(6) ? 1700 : 300);
    auto code = Generator(random, pmp_entries).run(units, random.once_in(2), !program.interrupts);
    program.entry = in_slow_memory ? kSlowRam + 2 * random.below(8) : kRam + 2 * random.below(2000);
    const auto bytes = code.place(program.entry);
    auto& memory = in_slow_memory ? program.slow : program.ram;
    if (!in_slow_memory && program.entry + bytes.size() > kHandler) throw std::length_error("program too long");
    std::ranges::copy(bytes, memory.begin() + static_cast<i64>(program.entry % (1u << 28)));
    for (u32 i = 0; i < kRestarts.count; ++i)
        set_pool(program, kRestarts.first + i, code.address_of(1 + random.below(code.units() - 1)));
    return program;
}

} // namespace stavp::isa
