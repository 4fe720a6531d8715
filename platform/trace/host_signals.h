#pragma once

#include "platform/soc/soc.h"
#include "platform/trace/vcd_recorder.h"

namespace stavp::trace {

/// pc, mode and instructions of the host whenever it has come to simulated time, whether it sleeps, and the interrupt
/// lines.
class HostSignals {
public:
    /// `modes` are names of Privilege.
    HostSignals(VcdRecorder& recorder, Soc& soc, const ValueNames& modes);

private:
    void show();
    void add_interrupts(Soc& soc);

    VcdRecorder& recorder_;
    Cpu& cpu_;
    VcdRecorder::Signal pc_, mode_, asleep_, instructions_;
};

} // namespace stavp::trace
