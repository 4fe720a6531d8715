#pragma once

#include "models/core/fidelity.h"

namespace stavp {

struct BusConfig {
    unsigned bytes_per_cycle = 32; ///< data width of every port, per direction; *assumption*
    unsigned latency_cycles = 4;   ///< request and response path through the crossbar together; *assumption*
    Fidelity fidelity = Fidelity::at;
    double clock_mhz = 500; ///< *assumption*
};

} // namespace stavp
