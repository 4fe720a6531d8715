#pragma once

#include "workloads/train/torch/graph.h"
#include "workloads/train/trainer.h"

#include <map>
#include <string>
#include <vector>

namespace stavp::workloads {

/// Every parameter of the model that its nodes use, as a dense float tensor.
std::map<std::string, at::Tensor> weight_tensors(const Model& model);
/// Writes them back.
void store_weights(const std::map<std::string, at::Tensor>& weights, Model& model);

/// Whether weight decay applies: to weights of gemms and embeddings, not to biases, layer norms and positions.
bool decays(const Model& model, const std::string& parameter);

/// N:M masks of one stretch of training.
class MaskedLayers {
public:
    /// Throws std::invalid_argument naming the layer for one that is no gemm, a pattern that is none, or a mask that
    /// does not have the weight's size. `weights` must outlive this object.
    MaskedLayers(const Model& model, const Masking& masking, double decay,
                 const std::map<std::string, at::Tensor>& weights);

    struct Layer {
        std::string node;
        std::string parameter;
        Pattern pattern;
        at::Tensor weight; ///< dense, of the optimiser
        at::Tensor mask;
    };
    const std::vector<Layer>& layers() const { return layers_; }

    /// What the layer computes with in this step, differentiable with respect to its dense weight. Recomputes the mask
    /// if it is dynamic.
    at::Tensor effective(std::size_t layer) const;
    /// Fixed masks: puts masked weights to zero. Dynamic ones: nothing.
    void settle(std::size_t layer) const;

private:
    void add(const Model& model, const std::string& node, Pattern pattern,
             const std::map<std::string, at::Tensor>& weights);

    Masking::Rule rule_;
    double decay_;
    std::vector<Layer> layers_;
};

} // namespace stavp::workloads
