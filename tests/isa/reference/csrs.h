#pragma once

#include "tests/isa/reference/pmp.h"

#include <optional>

namespace stavp::isa {

inline constexpr u64 kMieBit = 1u << 3;
inline constexpr u64 kMpieBit = 1u << 7;
inline constexpr u64 kMppBits = 3u << 11;
inline constexpr u64 kMprvBit = 1u << 17;
inline constexpr u64 kTwBit = 1u << 21;
inline constexpr u64 kLineBits = 1u << 11 | 1u << 7 | 1u << 3;

/// The CSRs of docs/models/cpu.md, as plain values.
struct Csrs {
    explicit Csrs(unsigned pmp_entries) : pmp(pmp_entries) {}

    u64 mstatus = kMppBits, mie = 0, mip = 0, mtvec = 0, mscratch = 0, mepc = 0, mcause = 0, mtval = 0;
    u64 mcounteren = 0, mcountinhibit = 0, menvcfg = 0, minstret = 0;
    ReferencePmp pmp;

    /// As M mode sees it; nullopt: absent. Cycle counts read as 0: the reference has no time.
    std::optional<u64> read(unsigned number) const;
    void write(unsigned number, u64 value);
    void reset();
};

} // namespace stavp::isa
