#pragma once

#include "models/cpu/cpu_config.h"
#include "models/cpu/pmp.h"
#include "models/cpu/trap.h"

#include <cstdint>
#include <optional>

namespace stavp {

/// CSR numbers that others than the CSR file need.
inline constexpr unsigned kCsrTime = 0xc01;

/// What the hart has counted, without regard to what software wrote to the counters.
struct RawCounts {
    std::uint64_t cycles = 0;
    std::uint64_t instructions = 0;
};

/// mcycle or minstret: a raw count plus what software made of it.
class Counter {
public:
    std::uint64_t value(std::uint64_t raw) const { return inhibited_ ? frozen_ : raw + offset_; }
    void set(std::uint64_t value, std::uint64_t raw);
    void inhibit(bool on, std::uint64_t raw);

private:
    std::uint64_t offset_ = 0;
    std::uint64_t frozen_ = 0;
    bool inhibited_ = false;
};

/// Control and status registers of an M+U hart, and the trap state machine on them. Fields are WARL as the privileged
/// manual allows; docs/models/cpu.md lists them.
class CsrFile {
public:
    CsrFile(const CpuConfig& config, Pmp& pmp);

    /// nullopt: no such CSR, or not readable from `privilege`. `counts`: before the instruction.
    std::optional<std::uint64_t> read(unsigned number, Privilege privilege, const RawCounts& counts) const;
    /// Whether software at `privilege` may write it (to a field or not).
    bool writable(unsigned number, Privilege privilege) const;
    /// Of a writable CSR. `counts`: after the instruction.
    void write(unsigned number, std::uint64_t value, const RawCounts& counts);

    /// Interrupt lines as bits of mip.
    void set_lines(std::uint64_t mip) { mip_ = mip; }
    bool wakes_wfi() const { return (mip_ & mie_) != 0; }
    /// Code of the interrupt to take now: external before software before timer.
    std::optional<unsigned> pending_interrupt(Privilege privilege) const;
    /// Saves the state of the interrupted hart in mstatus, mepc, mcause, mtval; returns the handler's address.
    std::uint64_t enter_trap(Privilege from, std::uint64_t pc, std::uint64_t cause, std::uint64_t value);
    /// mret: the privilege to go on with; the pc is epc().
    Privilege leave_trap();
    std::uint64_t epc() const { return mepc_; }

    Privilege data_privilege(Privilege current) const;
    bool timeout_wait() const;
    void reset();

private:
    std::optional<std::uint64_t> read_machine(unsigned number, const RawCounts& counts) const;
    std::optional<std::uint64_t> read_user_counter(unsigned number, const RawCounts& counts) const;
    bool exists(unsigned number) const;
    void write_status(std::uint64_t value);
    void write_pmp_configs(unsigned first_entry, std::uint64_t value);

    CpuConfig config_;
    Pmp& pmp_;
    std::uint64_t mstatus_ = 0;
    std::uint64_t mie_ = 0;
    std::uint64_t mip_ = 0;
    std::uint64_t mtvec_ = 0;
    std::uint64_t mscratch_ = 0;
    std::uint64_t mepc_ = 0;
    std::uint64_t mcause_ = 0;
    std::uint64_t mtval_ = 0;
    std::uint64_t mcounteren_ = 0;
    std::uint64_t mcountinhibit_ = 0;
    std::uint64_t menvcfg_ = 0;
    Counter mcycle_;
    Counter minstret_;
};

} // namespace stavp
