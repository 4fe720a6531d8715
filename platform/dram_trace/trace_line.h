#pragma once

#include "models/ddr/bank_timing.h"

#include <cstdint>

namespace stavp {

/// One line of a trace, "ADDR READ|WRITE CYCLE": one burst, offered at memory clock `cycle` at the earliest.
struct TraceLine {
    std::uint64_t offset;
    ColumnCommand command;
    std::uint64_t cycle;
};

} // namespace stavp
