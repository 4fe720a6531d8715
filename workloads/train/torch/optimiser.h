#pragma once

#include "workloads/train/torch/torch.h"
#include "workloads/train/trainer.h"

#include <memory>
#include <vector>

namespace stavp::workloads {

struct TrainedParameter {
    at::Tensor tensor;
    bool decays = false;
};

/// libtorch's optimiser of one phase, cut into parts of about equal size that may step at the same time: parameters do
/// not know of each other.
class PhaseOptimiser {
public:
    PhaseOptimiser(const TrainingPhase& phase, const std::vector<TrainedParameter>& parameters, std::size_t parts);

    std::size_t parts() const { return optimisers_.size(); }
    void step(std::size_t part, double learning_rate);

private:
    std::vector<std::unique_ptr<torch::optim::Optimizer>> optimisers_;
};

} // namespace stavp::workloads
