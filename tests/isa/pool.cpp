#include "tests/isa/pool.h"

#include "tests/isa/encode.h"

#include <algorithm>

namespace stavp::isa {

namespace {

constexpr u64 kBusyBytes = 2 * kPage; ///< of the data: pointers and PMP settings meet there

u64 random_address(Random& random) {
    constexpr std::array<u64, 6> kEdges = {kData,    kData + kPage,    kRam + kRamBytes,
                                           kSlowRam, kSlowRam + kPage, kSlowRam + kSlowRamBytes};
    switch (random.below(12)) {
    case 0:
        return random.of(kEdges) - random.below(24);
    case 1:
        return kSlowRam + kPage + random.below(kPage);
    case 2:
        return kDevice + 8 * random.below(36);
    case 3:
        return random.any();
    case 4:
        return kData + random.below(kRamBytes - (kData - kRam));
    default:
        return kData + 8 * random.below(kBusyBytes / 8);
    }
}

u64 random_value(Random& random) {
    constexpr std::array<u64, 12> kCorners = {0,          1,          ~0ull,       1ull << 63,  ~0ull >> 1, 0x80000000,
                                              0x7fffffff, 0xffffffff, ~0ull << 31, ~0ull << 32, 2,          63};
    switch (random.below(3)) {
    case 0:
        return random.of(kCorners);
    case 1:
        return random.any();
    default:
        return static_cast<u64>(static_cast<i64>(random.any()) >> random.below(64));
    }
}

u64 random_pmp_address(Random& random) {
    const auto address = kData + (random.below(kBusyBytes) & ~3u);
    switch (random.below(8)) {
    case 0:
        return random.any();
    case 1:
        return random_address(random) >> 2;
    case 2:
        return kSlowRam >> 2 | 0x1ff;
    default: {
        const u64 ones = (1ull << random.below(12)) - 1; // NAPOT of 8 bytes to 16 KiB
        return (address >> 2 & ~(2 * ones + 1)) | ones;
    }
    }
}

/// Entries 0 to 3; the one that opens everything stays as it is.
u64 random_pmp_config(Random& random, unsigned open_entry, bool locks) {
    u64 value = 0x1full << (8 * open_entry);
    for (unsigned entry = 0; entry < 4 && entry < open_entry; ++entry) {
        u64 config = random.below(8) | (random.once_in(3) ? 0 : random.below(4)) << 3;
        if (random.once_in(16)) config |= 0x60;
        if (locks && random.once_in(6)) config |= 0x80;
        value |= config << (8 * entry);
    }
    return value;
}

} // namespace

u32 random_rd(Random& random) {
    for (;;) {
        const auto reg = random.below(32);
        if (reg != kSp && reg != kGp && reg != kTp && reg != 8 && reg != 9) return reg;
    }
}

u32 random_alu(Random& random) {
    constexpr std::array<u32, 3> kAnyFunct7 = {0, 1, 0x20};
    const auto rd = random_rd(random);
    const auto rs1 = random.below(32);
    const auto rs2 = random.below(32);
    const bool word = random.once_in(3);
    const u32 op = word ? 0x3b : 0x33;
    const u32 op_immediate = word ? 0x1b : 0x13;
    if (random.once_in(50)) return encode::r(op, random.below(8), random.of(kAnyFunct7), rd, rs1, rs2); // may be none
    switch (random.below(5)) {
    case 0:
        return encode::r(op, word ? random.of(std::array<u32, 3>{0, 1, 5}) : random.below(8), 0, rd, rs1, rs2);
    case 1:
        return encode::r(op, word ? random.of(std::array<u32, 5>{0, 4, 5, 6, 7}) : random.below(8), 1, rd, rs1, rs2);
    case 2:
        return encode::r(op, random.of(std::array<u32, 2>{0, 5}), 0x20, rd, rs1, rs2);
    case 3: {
        const auto right = random.below(2);
        const auto arithmetic = right * random.below(2) << 10;
        return encode::i(op_immediate, right == 1 ? 5 : 1, rd, rs1, random.below(word ? 32 : 64) | arithmetic);
    }
    default:
        return encode::i(op_immediate, word ? 0 : random.of(std::array<u32, 6>{0, 2, 3, 4, 6, 7}), rd, rs1,
                         static_cast<i64>(random.below(4096)));
    }
}

void set_pool(Program& program, u32 slot, u64 value) {
    for (unsigned i = 0; i < 8; ++i)
        program.ram[kPool - kRam + 8 * slot + i] = static_cast<u8>(value >> (8 * i));
}

void fill_pool(Program& program, Random& random, unsigned pmp_entries) {
    const auto fill = [&](PoolGroup group, auto value) {
        for (u32 i = 0; i < group.count; ++i)
            set_pool(program, group.first + i, value());
    };
    const unsigned open_entry = pmp_entries == 0 ? 0 : std::min(7u, pmp_entries - 1);
    const bool locks = random.once_in(6);
    fill(kAddresses, [&] { return random_address(random); });
    fill(kValues, [&] { return random_value(random); });
    fill(kPmpAddresses, [&] { return random_pmp_address(random); });
    fill(kPmpConfigs, [&] { return random_pmp_config(random, open_entry, locks); });
    fill(kPatches, [&] { return random_alu(random); });
    set_pool(program, kVectorBases.first, kHandler);
    set_pool(program, kVectorBases.first + 1, kVectors | 1);
    set_pool(program, kVectorBases.first + 2, kVectors);
    set_pool(program, kOpenPmpAddress, ~0ull >> 10);
    set_pool(program, kOpenPmpConfig, 0x1full << (8 * open_entry));
}

} // namespace stavp::isa
