#pragma once

#include "platform/run/run_result.h"
#include "platform/soc/soc.h"

namespace stavp {

/// What costs energy, from time 0 to now, as "part.action"; docs/energy.md says what each one counts.
Counters action_counts(const Soc& soc);

/// What the host did from time 0 to now, in its own cycles; it may be up to a quantum ahead.
Counters host_counters(const Soc& soc);

/// What went over the bus from time 0 to now, and how long the ports of DMA and DDR were in use.
Counters bus_counters(const Soc& soc);

} // namespace stavp
