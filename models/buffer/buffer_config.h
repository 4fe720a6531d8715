#pragma once

#include "models/core/ecc_code.h"
#include "models/core/fidelity.h"

#include <cstdint>

namespace stavp {

struct BufferConfig {
    std::uint64_t bytes = 256 * 1024; ///< *assumption*
    unsigned bytes_per_cycle = 64;    ///< width of a bank; *assumption*
    unsigned latency_cycles = 1;      ///< synchronous SRAM; *assumption*
    Fidelity fidelity = Fidelity::at;
    unsigned banks = 4;    ///< interleaved by words of bytes_per_cycle; *assumption*
    bool ping_pong = true; ///< bus and engines have a memory each to work on at any time; *assumption*
    EccCode ecc = EccCode::none;

    /// What all banks together give an engine in one cycle.
    std::uint64_t engine_bytes_per_cycle() const { return std::uint64_t{banks} * bytes_per_cycle; }
};

} // namespace stavp
