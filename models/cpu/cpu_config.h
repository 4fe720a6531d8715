#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace stavp {

/// What executes instructions: times and results are the same.
enum class CpuEngine : std::uint8_t {
    jit, ///< code that runs often as native code of the host, where that can be made
    interpreter
};

/// The host CPU's knobs. Costs are in CPU cycles, each at least 1; every instruction without a key of its own costs 1.
/// All values are assumptions: a single-issue in-order core whose code and data hit its caches.
struct CpuConfig {
    double clock_mhz = 1000;
    std::uint64_t quantum_ns = 1000;  ///< how far the CPU may run ahead of simulated time
    unsigned load_cycles = 2;         ///< from DMI memory; on the bus, the bus delay comes on top
    unsigned store_cycles = 1;        ///< likewise
    unsigned mul_cycles = 3;          ///< MUL, MULH*, MULW
    unsigned div_cycles = 20;         ///< DIV*, REM*
    unsigned branch_taken_cycles = 2; ///< taken branches, JAL, JALR; a branch not taken costs 1
    unsigned csr_cycles = 2;          ///< CSRR*
    unsigned atomic_cycles = 4;       ///< LR, SC, AMO*
    unsigned trap_cycles = 4;         ///< entering a trap; the instruction that trapped costs nothing else
    unsigned pmp_entries = 16;        ///< 0 to 64; entries from here to the next of 16 or 64 read as zero
    CpuEngine engine = CpuEngine::jit;
    unsigned jit_warm_up = 32;              ///< how often a block is interpreted before it becomes native code
    std::size_t jit_code_bytes = 16u << 20; ///< room for native code; all of it is given up when it is full
    /// Source of the `time` CSR; without it, reading `time` is an illegal instruction.
    std::function<std::uint64_t()> read_mtime;
};

} // namespace stavp
