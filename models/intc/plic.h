#pragma once

#include "models/core/irq_output.h"
#include "models/core/register_bank.h"

#include <array>
#include <cstdint>
#include <functional>
#include <systemc>

namespace stavp {

/// Platform-level interrupt controller with level-triggered gateways (plic.regs.yaml), after the RISC-V PLIC
/// specification 1.0.0. Where QEMU 7.2 departs from it (docs/models/intc.md), the specification is followed.
///
/// Timing rule: combinational. `external_irq` has its level two delta cycles after a source changes (one to sample,
/// one to drive) and one after a register access arrives; register accesses cost `latency`.
class Plic : public sc_core::sc_module {
public:
    static constexpr std::size_t kSources = 64; ///< source 0 does not exist
    static constexpr std::size_t kContexts = 2; ///< 0 = M mode, 1 = S mode

    /// Like sc_in<bool>, but may stay unbound: an unbound source never interrupts.
    using Source = sc_core::sc_port<sc_core::sc_signal_in_if<bool>, 1, sc_core::SC_ZERO_OR_MORE_BOUND>;

    Plic(sc_core::sc_module_name name, sc_core::sc_time latency);

    RegisterBank bank;
    sc_core::sc_vector<Source> sources;
    sc_core::sc_out<bool> external_irq;

    /// For fault injection: asked at each rising edge of a source; true: the edge is not seen, nor the level until it
    /// has fallen.
    void filter_edges(std::function<bool(unsigned source)> drops);
    /// For fault injection: pending without an edge.
    void pend(unsigned source);

private:
    void sample();
    void update();
    std::uint64_t enabled(std::size_t context) const;
    /// The source that a claim would return, 0 for none.
    unsigned best_pending(std::size_t context) const;
    bool seen(unsigned source, bool level);
    std::uint64_t claim(std::size_t context);
    void complete(std::size_t context, std::uint64_t source);

    std::uint64_t pending_ = 0;
    std::uint64_t in_service_ = 0; ///< claimed and not completed: the gateway forwards nothing
    std::function<bool(unsigned)> drops_;
    std::uint64_t levels_ = 0;  ///< of the sources, while edges are filtered
    std::uint64_t dropped_ = 0; ///< their edge was
    IrqOutput irq_output_;
};

} // namespace stavp
