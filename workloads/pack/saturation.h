#pragma once

#include "workloads/float/forward.h"
#include "workloads/pack/prediction.h"

namespace stavp::workloads {

/// The output of a quantised model for one sequence in float, with every value clamped to the range that its integers
/// can hold (of the int8 copy where the reader takes that), but not rounded: what saturation alone does to the
/// sequence. Equal to forward() for a sequence that stays within the calibrated ranges.
Matrix saturated_forward(const Model& model, const Sequence& sequence);

/// The error of saturation alone over a batch; `outputs` are those of forward().
BatchError saturation_error(const Model& model, const std::vector<Sequence>& sequences,
                            const std::vector<Matrix>& outputs);

} // namespace stavp::workloads
