#pragma once

#include "platform/run/run_result.h"
#include "platform/soc/soc.h"

#include <cstdint>
#include <vector>

namespace stavp {

/// What cpu, dma channels, sta, softmax and vector did from time 0 to now. `instructions` is counted by the caller,
/// because the host may run on for some instructions after the one that ends the simulation.
std::vector<EngineReport> engine_reports(const Soc& soc, unsigned dma_channels, std::uint64_t instructions);

} // namespace stavp
