#include "models/cpu/csr_file.h"

namespace stavp {

namespace {

enum Csr : unsigned {
    mstatus = 0x300,
    misa = 0x301,
    mie = 0x304,
    mtvec = 0x305,
    mcounteren = 0x306,
    menvcfg = 0x30a,
    mcountinhibit = 0x320,
    mhpmevent3 = 0x323,
    mhpmevent31 = 0x33f,
    mscratch = 0x340,
    mepc = 0x341,
    mcause = 0x342,
    mtval = 0x343,
    mip = 0x344,
    pmpcfg0 = 0x3a0,
    pmpcfg15 = 0x3af,
    pmpaddr0 = 0x3b0,
    pmpaddr63 = 0x3ef,
    tselect = 0x7a0,
    tdata3 = 0x7a3,
    mcycle = 0xb00,
    minstret = 0xb02,
    mhpmcounter3 = 0xb03,
    mhpmcounter31 = 0xb1f,
    cycle = 0xc00,
    instret = 0xc02,
    hpmcounter31 = 0xc1f,
    mvendorid = 0xf11,
    marchid = 0xf12,
    mimpid = 0xf13,
    mhartid = 0xf14,
    mconfigptr = 0xf15
};

constexpr std::uint64_t kMie = 1ull << 3;
constexpr std::uint64_t kMpie = 1ull << 7;
constexpr unsigned kMppShift = 11;
constexpr std::uint64_t kMpp = 3ull << kMppShift;
constexpr std::uint64_t kMprv = 1ull << 17;
constexpr std::uint64_t kTw = 1ull << 21;
constexpr std::uint64_t kUxl64 = 2ull << 32;
constexpr std::uint64_t kMisa =
    2ull << 62 | 1u << ('A' - 'A') | 1u << ('C' - 'A') | 1u << ('I' - 'A') | 1u << ('M' - 'A') | 1u << ('U' - 'A');
constexpr std::uint64_t kInterrupts = 1ull << kMachineSoftware | 1ull << kMachineTimer | 1ull << kMachineExternal;
constexpr std::uint64_t kCounterCycle = 1;
constexpr std::uint64_t kCounterTime = 2;
constexpr std::uint64_t kCounterInstret = 4;
constexpr std::uint64_t kVectored = 1;
constexpr std::uint64_t kFiom = 1;

bool within(unsigned number, unsigned first, unsigned last) {
    return number >= first && number <= last;
}

Privilege lowest_privilege(unsigned number) {
    return ((number >> 8) & 3) == 0 ? Privilege::user : Privilege::machine;
}

bool read_only(unsigned number) {
    return (number >> 10) == 3;
}

} // namespace

void Counter::set(std::uint64_t value, std::uint64_t raw) {
    offset_ = value - raw;
    frozen_ = value;
}

void Counter::inhibit(bool on, std::uint64_t raw) {
    if (on == inhibited_) return;
    set(value(raw), raw);
    inhibited_ = on;
}

CsrFile::CsrFile(const CpuConfig& config, Pmp& pmp) : config_(config), pmp_(pmp) {
    reset();
}

void CsrFile::reset() {
    mstatus_ = kMpp;
    mie_ = mip_ = mtvec_ = mscratch_ = mepc_ = mcause_ = mtval_ = mcounteren_ = mcountinhibit_ = menvcfg_ = 0;
    mcycle_ = {};
    minstret_ = {};
    pmp_.reset();
}

bool CsrFile::exists(unsigned number) const {
    if (within(number, pmpcfg0, pmpcfg15)) return (number & 1) == 0 && (number - pmpcfg0) * 4 < pmp_.register_entries();
    if (within(number, pmpaddr0, pmpaddr63)) return number - pmpaddr0 < pmp_.register_entries();
    if (within(number, cycle, hpmcounter31)) return number != kCsrTime || config_.read_mtime != nullptr;
    return read_machine(number, {}).has_value();
}

bool CsrFile::writable(unsigned number, Privilege privilege) const {
    return !read_only(number) && privilege >= lowest_privilege(number) && exists(number);
}

std::optional<std::uint64_t> CsrFile::read(unsigned number, Privilege privilege, const RawCounts& counts) const {
    if (privilege < lowest_privilege(number) || !exists(number)) return std::nullopt;
    if (!within(number, cycle, hpmcounter31)) return read_machine(number, counts);
    const bool enabled = ((mcounteren_ >> (number - cycle)) & 1) != 0;
    if (privilege == Privilege::user && !enabled) return std::nullopt;
    return read_user_counter(number, counts);
}

std::optional<std::uint64_t> CsrFile::read_user_counter(unsigned number, const RawCounts& counts) const {
    switch (number) {
    case cycle:
        return mcycle_.value(counts.cycles);
    case kCsrTime:
        return config_.read_mtime();
    case instret:
        return minstret_.value(counts.instructions);
    default:
        return 0;
    }
}

std::optional<std::uint64_t> CsrFile::read_machine(unsigned number, const RawCounts& counts) const {
    if (within(number, mhpmevent3, mhpmevent31) || within(number, mhpmcounter3, mhpmcounter31)) return 0;
    // No trigger, which tdata1.type 0 tells a program that asks for one.
    if (within(number, tselect, tdata3)) return 0;
    if (within(number, pmpaddr0, pmpaddr63)) return pmp_.address(number - pmpaddr0);
    if (within(number, pmpcfg0, pmpcfg15)) {
        std::uint64_t value = 0;
        for (unsigned i = 0; i < 8; ++i)
            value |= static_cast<std::uint64_t>(pmp_.config((number - pmpcfg0) * 4 + i)) << (8 * i);
        return value;
    }
    switch (number) {
    case mstatus:
        return mstatus_ | kUxl64;
    case misa:
        return kMisa;
    case mie:
        return mie_;
    case mip:
        return mip_;
    case mtvec:
        return mtvec_;
    case mcounteren:
        return mcounteren_;
    case menvcfg:
        return menvcfg_;
    case mcountinhibit:
        return mcountinhibit_;
    case mscratch:
        return mscratch_;
    case mepc:
        return mepc_;
    case mcause:
        return mcause_;
    case mtval:
        return mtval_;
    case mcycle:
        return mcycle_.value(counts.cycles);
    case minstret:
        return minstret_.value(counts.instructions);
    case mvendorid:
    case marchid:
    case mimpid:
    case mhartid:
    case mconfigptr:
        return 0;
    default:
        return std::nullopt;
    }
}

void CsrFile::write_status(std::uint64_t value) {
    auto mpp = value & kMpp;
    const bool supported = mpp == 0 || mpp == kMpp;
    if (!supported) mpp = mstatus_ & kMpp;
    mstatus_ = (value & (kMie | kMpie | kMprv | kTw)) | mpp;
}

void CsrFile::write_pmp_configs(unsigned first_entry, std::uint64_t value) {
    for (unsigned i = 0; i < 8; ++i)
        pmp_.write_config(first_entry + i, static_cast<std::uint8_t>(value >> (8 * i)));
}

void CsrFile::write(unsigned number, std::uint64_t value, const RawCounts& counts) {
    if (within(number, pmpaddr0, pmpaddr63)) return pmp_.write_address(number - pmpaddr0, value);
    if (within(number, pmpcfg0, pmpcfg15)) return write_pmp_configs((number - pmpcfg0) * 4, value);
    switch (number) {
    case mstatus:
        return write_status(value);
    case mie:
        mie_ = value & kInterrupts;
        return;
    case mtvec:
        mtvec_ = value & ~2ull;
        return;
    case mcounteren:
        mcounteren_ = value & (kCounterCycle | kCounterTime | kCounterInstret);
        return;
    case menvcfg:
        menvcfg_ = value & kFiom;
        return;
    case mcountinhibit:
        mcountinhibit_ = value & (kCounterCycle | kCounterInstret);
        mcycle_.inhibit((value & kCounterCycle) != 0, counts.cycles);
        minstret_.inhibit((value & kCounterInstret) != 0, counts.instructions);
        return;
    case mscratch:
        mscratch_ = value;
        return;
    case mepc:
        mepc_ = value & ~1ull;
        return;
    case mcause:
        mcause_ = value;
        return;
    case mtval:
        mtval_ = value;
        return;
    case mcycle:
        return mcycle_.set(value, counts.cycles);
    case minstret:
        return minstret_.set(value, counts.instructions);
    default:
        return;
    }
}

std::optional<unsigned> CsrFile::pending_interrupt(Privilege privilege) const {
    const auto pending = mip_ & mie_;
    if (pending == 0 || (privilege == Privilege::machine && (mstatus_ & kMie) == 0)) return std::nullopt;
    for (const auto code : {kMachineExternal, kMachineSoftware, kMachineTimer})
        if (((pending >> code) & 1) != 0) return code;
    return std::nullopt;
}

std::uint64_t CsrFile::enter_trap(Privilege from, std::uint64_t pc, std::uint64_t cause, std::uint64_t value) {
    mepc_ = pc;
    mcause_ = cause;
    mtval_ = value;
    const auto mpie = (mstatus_ & kMie) != 0 ? kMpie : 0;
    mstatus_ = (mstatus_ & ~(kMie | kMpie | kMpp)) | mpie | static_cast<std::uint64_t>(from) << kMppShift;
    const auto base = mtvec_ & ~kVectored;
    const bool to_vector = (mtvec_ & kVectored) != 0 && (cause & kInterruptFlag) != 0;
    return to_vector ? base + 4 * (cause & ~kInterruptFlag) : base;
}

Privilege CsrFile::leave_trap() {
    const auto to = static_cast<Privilege>((mstatus_ & kMpp) >> kMppShift);
    const auto mie_restored = (mstatus_ & kMpie) != 0 ? kMie : 0;
    mstatus_ = (mstatus_ & ~(kMie | kMpp)) | mie_restored | kMpie;
    if (to != Privilege::machine) mstatus_ &= ~kMprv;
    return to;
}

Privilege CsrFile::data_privilege(Privilege current) const {
    if (current == Privilege::machine && (mstatus_ & kMprv) != 0)
        return static_cast<Privilege>((mstatus_ & kMpp) >> kMppShift);
    return current;
}

bool CsrFile::timeout_wait() const {
    return (mstatus_ & kTw) != 0;
}

} // namespace stavp
