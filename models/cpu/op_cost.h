#pragma once

#include "models/cpu/cpu_config.h"
#include "models/cpu/instruction.h"

namespace stavp {

/// Cycles of each operation by the timing rule; a conditional branch has its cost when not taken.
using OpCosts = std::array<std::uint32_t, kOpCount>;

OpCosts op_costs(const CpuConfig& config);

} // namespace stavp
