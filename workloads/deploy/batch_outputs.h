#pragma once

#include "workloads/float/forward.h"

#include <functional>

namespace stavp::workloads {

struct BatchOptions {
    unsigned threads = 1;
    std::size_t batch = 64; ///< sequences per workload; the outputs do not depend on it
    /// Told sequences done and in all, from several threads but never at once.
    std::function<void(std::size_t done, std::size_t total)> progress{};
};

/// What the accelerator computes for each sequence, as reals: one row each, through lowering and the reference
/// executor, without files. Sequences of similar length share a batch; neither batches nor threads change a bit.
/// Throws std::invalid_argument for a model that cannot be lowered, or gives more than one row per sequence.
Matrix integer_rows(const Model& model, const std::vector<Sequence>& sequences, const BatchOptions& options);

/// The same in float32.
Matrix float_rows(const Model& model, const std::vector<Sequence>& sequences, const BatchOptions& options);

} // namespace stavp::workloads
