#pragma once

#include "workloads/model/model.h"

#include <optional>
#include <string>
#include <vector>

namespace stavp::workloads {

/// Cosines over a set of sentences.
struct Agreement {
    double mean = 0;
    double minimum = 1;
};

struct Evaluation {
    std::size_t sentences = 0;
    std::size_t weight_bytes =
        0; ///< gemm weights: int8 values with bit maps or indices, whichever are smaller, as in a workload
    std::optional<Agreement> int8_to_float; ///< of a quantised model, through the reference executor
    std::optional<Agreement> float_to_dense;
};

/// Embeds every sentence with the integer arithmetic and in float. `dense` may be null.
Evaluation evaluate(const Model& model, const std::vector<std::string>& sentences, const Model* dense);

} // namespace stavp::workloads
