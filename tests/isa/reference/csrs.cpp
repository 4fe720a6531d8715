#include "tests/isa/reference/csrs.h"

namespace stavp::isa {

std::optional<u64> Csrs::read(unsigned number) const {
    if (number >= 0xb03 && number <= 0xb1f) return 0; // mhpmcounter
    if (number >= 0x323 && number <= 0x33f) return 0; // mhpmevent
    if (number >= 0xc03 && number <= 0xc1f) return 0; // hpmcounter
    if (number >= 0x7a0 && number <= 0x7a3) return 0; // tselect, tdata1 to 3: no trigger
    if (number >= 0xf11 && number <= 0xf15) return 0; // ids, mconfigptr
    if (number >= 0x3b0 && number <= 0x3ef) {
        if (number - 0x3b0 >= pmp.registers()) return std::nullopt;
        return pmp.address(number - 0x3b0);
    }
    if (number >= 0x3a0 && number <= 0x3af) {
        const unsigned first = (number - 0x3a0) * 4;
        if (number % 2 != 0 || first >= pmp.registers()) return std::nullopt;
        u64 value = 0;
        for (unsigned i = 0; i < 8; ++i)
            value |= static_cast<u64>(pmp.config(first + i)) << (8 * i);
        return value;
    }
    switch (number) {
    case 0x300:
        return mstatus | 2ull << 32; // UXL = 64
    case 0x301:
        return 2ull << 62 | 1u << 0 | 1u << 2 | 1u << 8 | 1u << 12 | 1u << 20; // RV64 A C I M U
    case 0x304:
        return mie;
    case 0x305:
        return mtvec;
    case 0x306:
        return mcounteren;
    case 0x30a:
        return menvcfg;
    case 0x320:
        return mcountinhibit;
    case 0x340:
        return mscratch;
    case 0x341:
        return mepc;
    case 0x342:
        return mcause;
    case 0x343:
        return mtval;
    case 0x344:
        return mip;
    case 0xb00:
    case 0xc00:
        return 0;
    case 0xb02:
    case 0xc02:
        return minstret;
    default:
        return std::nullopt;
    }
}

void Csrs::write(unsigned number, u64 value) {
    if (number >= 0x3b0 && number <= 0x3ef) return pmp.write_address(number - 0x3b0, value);
    if (number >= 0x3a0 && number <= 0x3af) {
        for (unsigned i = 0; i < 8; ++i)
            pmp.write_config((number - 0x3a0) * 4 + i, static_cast<u8>(value >> (8 * i)));
        return;
    }
    switch (number) {
    case 0x300: {
        const u64 mpp = value & kMppBits;
        const u64 kept = mpp == 0 || mpp == kMppBits ? mpp : mstatus & kMppBits;
        mstatus = (value & (kMieBit | kMpieBit | kMprvBit | kTwBit)) | kept;
        return;
    }
    case 0x304:
        mie = value & kLineBits;
        return;
    case 0x305:
        mtvec = value & ~2ull;
        return;
    case 0x306:
        mcounteren = value & 7;
        return;
    case 0x30a:
        menvcfg = value & 1;
        return;
    case 0x320:
        mcountinhibit = value & 5;
        return;
    case 0x340:
        mscratch = value;
        return;
    case 0x341:
        mepc = value & ~1ull;
        return;
    case 0x342:
        mcause = value;
        return;
    case 0x343:
        mtval = value;
        return;
    case 0xb02:
        minstret = value;
        return;
    default:
        return;
    }
}

void Csrs::reset() {
    pmp.reset();
    mstatus = kMppBits;
    mie = mip = mtvec = mscratch = mepc = mcause = mtval = mcounteren = mcountinhibit = menvcfg = minstret = 0;
}

} // namespace stavp::isa
