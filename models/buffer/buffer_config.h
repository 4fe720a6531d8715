#pragma once

#include "models/core/fidelity.h"

#include <cstdint>

namespace stavp {

struct BufferConfig {
    std::uint64_t bytes = 256 * 1024; ///< *assumption*
    unsigned bytes_per_cycle = 64;    ///< width of the bus-side port; *assumption*
    unsigned latency_cycles = 1;      ///< synchronous SRAM; *assumption*
    Fidelity fidelity = Fidelity::at;
};

} // namespace stavp
