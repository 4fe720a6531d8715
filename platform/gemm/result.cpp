#include "platform/gemm/result.h"

#include "models/sta/sta_timing.h"

namespace stavp::gemm {

double utilisation(const StaConfig& config, const Problem& problem, const Result& result) {
    const auto bytes = problem.element_bytes();
    const auto beats_of_a_mac = config.multiplier_bits == 8 ? bytes * bytes : 1;
    const auto offered = static_cast<double>(result.cycles) * config.rows * config.cols * config.lanes;
    return offered > 0 ? static_cast<double>(result.macs * beats_of_a_mac) / offered : 0;
}

Result ideal_result(const StaConfig& config, const Problem& problem) {
    const auto cycles = ideal_sta_cycles(config, problem.shape());
    Result result;
    result.cycles = cycles.total();
    result.macs = problem.macs();
    result.activities[static_cast<std::size_t>(Activity::busy)] = cycles.busy;
    result.activities[static_cast<std::size_t>(Activity::fill_drain)] = cycles.fill_drain;
    return result;
}

} // namespace stavp::gemm
