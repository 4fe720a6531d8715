#pragma once

#include "workloads/train/trainer.h"

#include <functional>

namespace stavp::workloads::series {

/// Share of right answers in [0, 1] and mean cross-entropy.
struct Score {
    double accuracy = 0;
    double loss = 0;
};

/// What the series needs of a task and its trainer. Everything is a function of the arguments alone: equal calls give
/// equal bits.
class Training {
public:
    virtual ~Training() = default;
    virtual Model initial_model() const = 0;
    virtual std::vector<std::string> unpruned_by_default() const = 0;
    virtual std::size_t training_samples() const = 0;
    /// The dense master weights after `phase`, started from those of `start` with a fresh optimiser. `report` may
    /// return false: throws TrainingStopped.
    virtual Model train(const Model& start, const TrainingPhase& phase, const Masking& masking,
                        const std::function<bool(const StepReport&)>& report) const = 0;
    /// On the first `samples` of the test set (0: all), weights as `model` has them.
    virtual Score score(const Model& model, std::size_t samples) const = 0;
};

} // namespace stavp::workloads::series
