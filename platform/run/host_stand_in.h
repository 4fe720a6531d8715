#pragma once

#include "platform/soc/soc.h"

#include <cstdint>
#include <string>

namespace stavp {

/// What acts on the machine in place of the host's processor, which stands still.
class HostStandIn {
public:
    virtual ~HostStandIn() = default;
    /// Once, before the simulation; the machine is loaded as for a run.
    virtual void connect(Soc& soc) = 0;
    /// When the simulation ends if the machine does not end it before.
    virtual std::uint64_t end_ps() const = 0;
    /// The simulation has come to its end: what was not as it should have been, in one line, or "".
    virtual std::string finish() = 0;
};

} // namespace stavp
