#pragma once

#include "platform/config/platform_config.h"
#include "platform/gemm/problem.h"
#include "platform/gemm/result.h"

namespace stavp::gemm {

/// Refuses (InputError) a problem whose operands and commands do not fit DDR or the buffers.
void check_fits(const config::PlatformConfig& config, const Problem& problem);

/// The product on the machine with its host standing still: a sequencer writes all commands to DDR beforehand, and
/// rings the queues' doorbells as the host would. Once per process, inside sc_main.
Result simulate(const config::PlatformConfig& config, const Problem& problem);

} // namespace stavp::gemm
