#pragma once

#include "platform/config/platform_config.h"
#include "platform/gemm/problem.h"
#include "platform/gemm/tiling.h"

#include <cstdint>

namespace stavp::gemm {

/// Cycles of one command of m x n results over k, alone; `first` and `last`: pieces of the reduction.
std::uint64_t command_cycles(const config::PlatformConfig& config, const Problem& problem, std::uint64_t m,
                             std::uint64_t n, std::uint64_t k, bool first, bool last);

/// A rough estimate of what a tiling takes: the commands of its schedule one after the other, transfers at a constant
/// share of the bus. For choosing among tilings; no result is made of it.
double rehearse(const config::PlatformConfig& config, const Problem& problem, const Tiling& tiling);

} // namespace stavp::gemm
