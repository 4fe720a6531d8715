#pragma once

#include <cstdint>

namespace stavp {

/// What a jump is to a return-address stack (hints of the unprivileged manual, section 2.5): x1 and x5 are link
/// registers.
enum class Link {
    call,         ///< JAL or JALR that writes a link register
    ret,          ///< JALR through a link register that writes none
    ret_then_call ///< JALR through one link register that writes the other
};

/// Hears of what the CPU does, for traces and profiles; must not change the simulation. Times are cycles of the CPU's
/// own clock, which runs ahead of simulated time by up to a quantum.
class CpuListener {
public:
    virtual ~CpuListener() = default;
    /// The CPU has executed the `bytes` of code from `pc` on, one instruction behind the other, from `begin_cycle` on.
    /// `fetched_directly`: without the bus. The last instruction may have trapped.
    virtual void ran(std::uint64_t pc, unsigned bytes, std::uint64_t begin_cycle, bool fetched_directly) = 0;
    /// A load or store went through DMI, by the instruction that begins at `cycle`.
    virtual void accessed(std::uint64_t address, unsigned bytes, bool write, std::uint64_t cycle) = 0;
    /// The CPU sleeps in WFI from `begin_cycle` to `end_cycle`; told when it wakes.
    virtual void slept(std::uint64_t begin_cycle, std::uint64_t end_cycle) = 0;

    // Where control goes; for those who follow it.
    /// A basic block at `pc` begins (with its fetch, where that takes the bus; then it is told twice), `instructions`
    /// having retired since reset.
    virtual void begins(std::uint64_t /*pc*/, std::uint64_t /*cycle*/, std::uint64_t /*instructions*/) {}
    /// The block ends with such a jump; `behind` is the address behind it.
    virtual void links(Link /*link*/, std::uint64_t /*behind*/) {}
    /// A trap is entered in place of the instruction at `pc`; its cost begins.
    virtual void traps(std::uint64_t /*pc*/, std::uint64_t /*cycle*/, std::uint64_t /*instructions*/) {}
    /// The block ends with an MRET that was carried out.
    virtual void leaves_trap() {}
    /// The CPU has come to simulated time, other than for a bus access.
    virtual void synced() {}
    /// The hart starts (again); instructions count from 0.
    virtual void starts(std::uint64_t /*cycle*/) {}
};

} // namespace stavp
