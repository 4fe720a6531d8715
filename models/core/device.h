#pragma once

#include "models/core/irq_output.h"
#include "models/core/register_bank.h"

#include <cstdint>
#include <memory>
#include <span>
#include <systemc>

namespace stavp {

/// A block of one's own that a machine takes in beside those of the SoC: registers behind the bus, an interrupt line
/// and an alarm clock. STAVP_DEVICE makes it known, stavp_machine() in CMake gives it its place;
/// docs/tutorials/own-device.md.
///
/// Timing rule: a register access costs `latency`, as that of every block; the line has its level one delta cycle
/// after set_irq().
class Device : public sc_core::sc_module {
public:
    Device(sc_core::sc_module_name name, std::span<const RegisterSpec> table, std::uint64_t size_bytes,
           sc_core::sc_time latency)
        : sc_module(name), bank("bank", table, size_bytes, latency), irq("irq"), irq_output_("irq_output", irq) {
        SC_HAS_PROCESS(Device);
        SC_METHOD(call);
        sensitive << alarm_;
        dont_initialize();
    }

    RegisterBank bank;
    sc_core::sc_out<bool> irq;

protected:
    void set_irq(bool level) { irq_output_.set(level); }
    /// alarm() is called after that time, and not at the time that was asked for before.
    void set_alarm(const sc_core::sc_time& delay) {
        alarm_.cancel();
        alarm_.notify(delay);
    }
    void cancel_alarm() { alarm_.cancel(); }
    virtual void alarm() {}

private:
    void call() { alarm(); }

    sc_core::sc_event alarm_;
    IrqOutput irq_output_;
};

/// A device at its place in a machine.
struct PluggedDevice {
    const char* name;
    std::uint64_t base;
    std::uint64_t size_bytes;
    unsigned interrupt; ///< source of the PLIC, 0 = none
    std::unique_ptr<Device> (*make)(sc_core::sc_module_name name, sc_core::sc_time latency);
};

/// Those of this program: none, but in one that stavp_machine() has made.
std::span<const PluggedDevice> plugged_devices();

} // namespace stavp

/// In a device's source: `block` is that of its *.regs.yaml, `type` its class, made of a name and the latency.
#define STAVP_DEVICE(block, type)                                                                                      \
    std::unique_ptr<stavp::Device> stavp_make_##block(sc_core::sc_module_name name, sc_core::sc_time latency) {        \
        return std::make_unique<type>(name, latency);                                                                  \
    }
