#pragma once

#include "models/core/stall_account.h"
#include "models/sta/sta_config.h"
#include "platform/gemm/problem.h"

#include <cstdint>
#include <string>

namespace stavp::gemm {

/// What a product took on the array.
struct Result {
    std::uint64_t cycles = 0;    ///< of the array's clock, from the doorbells to the last byte of Y in DDR
    std::uint64_t macs = 0;      ///< executed
    ActivityCycles activities{}; ///< of the array; they sum to `cycles`
    std::string mismatch;        ///< where Y first differs from the host's product; empty if nowhere
};

/// Share of the array's multipliers at work.
double utilisation(const StaConfig& config, const Problem& problem, const Result& result);

/// The closed form: ports, decoder and drain unlimited, operands at hand. Any shape with m * n * k below 2^56.
Result ideal_result(const StaConfig& config, const Problem& problem);

} // namespace stavp::gemm
