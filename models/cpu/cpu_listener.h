#pragma once

#include <cstdint>

namespace stavp {

/// Hears of what the CPU does in memory without the bus, for traces; must not change the simulation. Times are cycles
/// of the CPU's own clock, which runs ahead of simulated time by up to a quantum.
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
};

} // namespace stavp
