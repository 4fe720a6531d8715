#pragma once

#include "platform/soc/soc.h"

namespace stavp {

namespace faults {
class FaultInjector;
}

/// What holds a simulation and lets it go: a debugger. It may look at the machine and change it while it stands still,
/// but no time passes then.
class RunDebugger {
public:
    enum class Verdict { go_on, quit };

    virtual ~RunDebugger() = default;
    /// Once, before the simulation.
    virtual void connect(Soc& soc, faults::FaultInjector& injector) = 0;
    /// Before each piece of simulation; comes back when the machine is to run.
    virtual Verdict hold() = 0;
    /// Has something to read when the debugger wants something; -1: there is none.
    virtual int descriptor() const = 0;
    /// No event is left. True: it was seen to by a debugger, and the simulation may try again.
    virtual bool starved() = 0;
    /// The simulation has come to its end.
    virtual void ended(int exit_code) = 0;
};

} // namespace stavp
