#pragma once

#include "workloads/float/forward.h"
#include "workloads/format/image.h"

namespace stavp::workloads {

/// The integer outputs of a quantised model for a batch of sequences as reals, one matrix per sequence, by the
/// reference executor. Throws as lower() does.
std::vector<Matrix> integer_outputs(const Model& model, const std::vector<Sequence>& sequences);

/// The workload of the batch with the expected values of all its tensors.
Image run_integers(const Model& model, const std::vector<Sequence>& sequences);

/// Sequences per workload when a long list is worked through: bounds memory and padding.
constexpr std::size_t batch_sequences = 16;

} // namespace stavp::workloads
