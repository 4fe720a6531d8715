#pragma once

#include "workloads/train/torch/batch.h"

#include <map>
#include <string>
#include <vector>

namespace stavp::workloads {

/// The tensors that a graph computes with.
struct GraphWeights {
    std::map<std::string, at::Tensor> parameters;
    /// gemm node -> what it uses instead of its parameter.
    std::map<std::string, at::Tensor> masked;
};

/// The nodes of a model as a function of its weights. Holds no weights itself; every method may run in several
/// threads at the same time.
class Graph {
public:
    /// Throws std::invalid_argument as infer_columns() does, and if the output is not `classes` wide.
    Graph(const Model& model, std::uint32_t classes);

    /// [sequences, classes]. Throws std::invalid_argument if the output has other than one row per sequence.
    at::Tensor logits(const GraphWeights& weights, const Batch& batch) const;

private:
    struct Value {
        at::Tensor tensor;
        const Rows* rows = nullptr;
    };
    using Values = std::map<std::string, Value>;

    Value source(const GraphWeights& weights, const Batch& batch) const;
    static Value evaluate(const Node& node, const GraphWeights& weights, const Values& values, const Batch& batch);

    std::vector<Node> nodes_;
    at::Tensor sinusoids_; ///< [max_tokens, d] if the embedding has them
};

/// Parameters that gradients may reach: those that nodes use, but for the time-scales of sinusoids.
std::vector<std::string> differentiable_parameters(const Model& model);

} // namespace stavp::workloads
