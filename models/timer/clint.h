#pragma once

#include "models/core/irq_output.h"
#include "models/core/register_bank.h"

#include <cstdint>
#include <systemc>

namespace stavp {

/// Core-local interruptor of one hart: MTIME, MTIMECMP, MSIP (clint.regs.yaml). Layout and the 10 MHz of MTIME are
/// those of QEMU's virt machine; behaviour follows the RISC-V privileged specification, section "mtime and mtimecmp".
///
/// Timing rule: MTIME = floor(simulation time / 100 ns), plus what a write to it added. The timer wire rises exactly
/// at the start of the tick in which MTIME reaches MTIMECMP, and changes within one delta cycle after a write to
/// MTIME, MTIMECMP or MSIP arrives. Register accesses cost `latency`.
class Clint : public sc_core::sc_module {
public:
    Clint(sc_core::sc_module_name name, sc_core::sc_time latency);

    RegisterBank bank;
    sc_core::sc_out<bool> timer_irq;
    sc_core::sc_out<bool> software_irq;

    std::uint64_t mtime() const;

private:
    void set_mtime(std::uint64_t value);
    void compare();

    std::uint64_t offset_ticks_ = 0; ///< modulo 2^64
    sc_core::sc_event compare_time_;
    IrqOutput timer_output_;
    IrqOutput software_output_;
};

} // namespace stavp
