#pragma once

#include "platform/config/platform_config.h"
#include "platform/gemm/problem.h"
#include "platform/gemm/result.h"

#include <string>

namespace stavp::gemm {

/// A result beside that of the same product with dense weights on the same machine.
struct Comparison {
    Result result;
    std::uint64_t dense_cycles = 0;

    double speedup() const {
        return result.cycles == 0 ? 0 : static_cast<double>(dense_cycles) / static_cast<double>(result.cycles);
    }
};

std::string text_report(const config::PlatformConfig& config, const Problem& problem, const Comparison& comparison);
/// cycles, busy, stalls {} (busy and stalls sum to cycles), macs, macs_dense, utilisation, speedup_over_dense.
std::string json_report(const config::PlatformConfig& config, const Problem& problem, const Comparison& comparison);

} // namespace stavp::gemm
