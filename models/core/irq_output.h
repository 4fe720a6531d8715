#pragma once

#include <systemc>

namespace stavp {

/// Drives an interrupt wire. The level may be set by any process (usually the initiator's, inside b_transport) or
/// during elaboration; one process of this module alone writes the signal, which therefore needs no special writer
/// policy. The wire has the new level one delta cycle after set().
class IrqOutput : public sc_core::sc_module {
public:
    IrqOutput(sc_core::sc_module_name name, sc_core::sc_out<bool>& wire) : sc_module(name), wire_(wire) {
        SC_HAS_PROCESS(IrqOutput);
        SC_METHOD(drive);
        sensitive << changed_;
    }

    void set(bool level) {
        if (level == level_) return;
        level_ = level;
        if (sc_core::sc_get_status() >= sc_core::SC_RUNNING) changed_.notify();
    }
    bool level() const { return level_; }

private:
    void drive() { wire_.write(level_); }

    sc_core::sc_out<bool>& wire_;
    bool level_ = false;
    sc_core::sc_event changed_;
};

} // namespace stavp
