#pragma once

#include "workloads/float/forward.h"

#include <optional>
#include <string>
#include <vector>

namespace stavp::workloads {

/// Cosines over a set of sequences, each taken over all the values of a sequence's output.
struct Agreement {
    double mean = 0;
    double minimum = 1;
};

struct Evaluation {
    std::size_t sequences = 0;
    std::size_t weight_bytes =
        0; ///< gemm weights: int8 values with bit maps or indices, whichever are smaller, as in a workload
    std::optional<Agreement> int8_to_float; ///< of a quantised model, through the reference executor
    std::optional<Agreement> float_to_dense;
};

/// Runs every sequence with the integer arithmetic and in float. `dense` may be null.
Evaluation evaluate(const Model& model, const std::vector<Sequence>& sequences, const Model* dense);
/// The same for sentences, which need a model with a vocabulary.
Evaluation evaluate(const Model& model, const std::vector<std::string>& sentences, const Model* dense);

} // namespace stavp::workloads
