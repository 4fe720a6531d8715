#pragma once

#include "platform/run/run_result.h"
#include "platform/soc/soc.h"

#include <vector>

namespace stavp {

/// What every engine did with its time from time 0 to now.
std::vector<EngineShare> engine_shares(const Soc& soc);
/// What cpu, dma channels, sta, softmax and vector did from time 0 to now.
std::vector<EngineReport> engine_reports(const Soc& soc);

/// What the ECC of each memory that has one found.
std::vector<EccCounts> ecc_counts(const Soc& soc, const config::PlatformConfig& config);

} // namespace stavp
