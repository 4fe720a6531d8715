#include "models/sta/stepped_array.h"

namespace stavp {

SteppedResult SteppedArray::run(const MatmulShape& shape, const MatmulOperands& operands) const {
    return config_.dataflow == Dataflow::weight_stationary ? step_weight_stationary(config_, shape, operands)
                                                           : step_output_stationary(config_, shape, operands);
}

} // namespace stavp
