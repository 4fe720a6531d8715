#pragma once

#include "models/sta/matmul_shape.h"
#include "models/sta/sta_config.h"

#include <cstdint>
#include <vector>

namespace stavp {

struct SteppedResult {
    std::vector<std::int32_t> acc; ///< m x n
    std::uint64_t cycles = 0;
};

/// The array cycle by cycle: operands enter at the edges with one cycle of skew per row and column, hop from PE to PE,
/// decoded positions steer the selectors, every multiplication happens in a PE. It knows no formula for its duration;
/// it proves the fast model (ExactGemm, sta_cycles): same values, same cycles. For small products only.
///
/// Ports deliver operands beat by beat into FIFOs at the edge of the array, from the cycle a fold begins. Results
/// wait in output registers, one set: a fold cannot hand over its results before those of the fold before have left.
/// The output registers follow the skew of the array; their port is counted in the time frame of PE (0, 0).
class SteppedArray {
public:
    explicit SteppedArray(const StaConfig& config) : config_(config) {}

    SteppedResult run(const MatmulShape& shape, const MatmulOperands& operands) const;

private:
    StaConfig config_;
};

/// The two dataflows of SteppedArray::run.
SteppedResult step_output_stationary(const StaConfig& config, const MatmulShape& shape, const MatmulOperands& operands);
SteppedResult step_weight_stationary(const StaConfig& config, const MatmulShape& shape, const MatmulOperands& operands);

} // namespace stavp
