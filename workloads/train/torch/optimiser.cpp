#include "workloads/train/torch/optimiser.h"

#include <algorithm>

namespace stavp::workloads {

namespace {

using Groups = std::vector<torch::optim::OptimizerParamGroup>;

/// The largest parameters first, each to the part that has least.
std::vector<std::vector<TrainedParameter>> share_out(std::vector<TrainedParameter> parameters, std::size_t parts) {
    std::stable_sort(parameters.begin(), parameters.end(),
                     [](const auto& a, const auto& b) { return a.tensor.numel() > b.tensor.numel(); });
    std::vector<std::vector<TrainedParameter>> shares(parts);
    std::vector<std::int64_t> sizes(parts);
    for (const TrainedParameter& parameter : parameters) {
        const auto least = std::min_element(sizes.begin(), sizes.end()) - sizes.begin();
        shares[least].push_back(parameter);
        sizes[least] += parameter.tensor.numel();
    }
    return shares;
}

template <typename Options> Groups groups(const std::vector<TrainedParameter>& parameters, Options options) {
    Groups result;
    const double weight_decay = options.weight_decay();
    for (const bool decaying : {true, false}) {
        std::vector<at::Tensor> tensors;
        for (const TrainedParameter& parameter : parameters)
            if (parameter.decays == decaying) tensors.push_back(parameter.tensor);
        options.weight_decay(decaying ? weight_decay : 0);
        if (!tensors.empty()) result.emplace_back(std::move(tensors), std::make_unique<Options>(options));
    }
    return result;
}

std::unique_ptr<torch::optim::Optimizer> make(const TrainingPhase& phase,
                                              const std::vector<TrainedParameter>& parameters) {
    if (phase.optimiser == Optimiser::sgd) {
        torch::optim::SGDOptions options(phase.learning_rate);
        options.momentum(phase.momentum).weight_decay(phase.weight_decay);
        return std::make_unique<torch::optim::SGD>(groups(parameters, options), options);
    }
    torch::optim::AdamWOptions options(phase.learning_rate);
    options.weight_decay(phase.weight_decay);
    return std::make_unique<torch::optim::AdamW>(groups(parameters, options), options);
}

} // namespace

PhaseOptimiser::PhaseOptimiser(const TrainingPhase& phase, const std::vector<TrainedParameter>& parameters,
                               std::size_t parts) {
    for (const auto& share : share_out(parameters, parts))
        if (!share.empty()) optimisers_.push_back(make(phase, share));
}

void PhaseOptimiser::step(std::size_t part, double learning_rate) {
    for (auto& group : optimisers_[part]->param_groups())
        group.options().set_lr(learning_rate);
    optimisers_[part]->step();
}

} // namespace stavp::workloads
