#pragma once

#include "platform/config/platform_config.h"
#include "platform/run/bottleneck.h"

#include <vector>

namespace stavp {

/// Every change of one key that gives a machine more of something: sizes, widths, counts, lanes and queue depths
/// doubled, the host's clock doubled, switches of the scheduler and the array set the better way. Clocks of the
/// accelerator and the bus, the DRAM's grade, latencies and costs are taken as given. Ranges are respected. Of
/// changes that do alike, the one that disturbs the firmware's plan less comes first.
std::vector<KeyChange> candidate_changes(const config::PlatformConfig& config);

/// `config` with the key of `change` changed, or changed back. The text of the copy is not.
config::PlatformConfig with_change(const config::PlatformConfig& config, const KeyChange& change);

} // namespace stavp
