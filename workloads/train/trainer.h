#pragma once

#include "workloads/tasks/task.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace stavp::workloads {

enum class Optimiser { sgd, adamw };
enum class Schedule { constant, linear, cosine };

/// One stretch of training with a fresh optimiser.
struct TrainingPhase {
    Optimiser optimiser = Optimiser::adamw;
    double learning_rate = 1e-3;
    double weight_decay = 0;
    double momentum = 0.9; ///< SGD
    /// Of the learning rate: whole from the end of the warm-up on, or falling from there to what would be 0 one step
    /// after the last.
    Schedule schedule = Schedule::cosine;
    std::uint64_t warmup_steps = 0; ///< linear from 0; the last of them has the whole rate
    std::uint64_t steps = 0;
    std::uint32_t batch = 128;
    double clip_norm = 1; ///< of the whole gradient; 0: none
    /// SR-STE (Zhou et al., 2021): adds decay * (1 - mask) * w to the gradient of masked weights.
    double sr_ste_decay = 0;
    /// Order of the samples: a permutation per epoch, a function of this seed alone.
    std::uint64_t seed = 1;
};

/// N:M masks during training. A gemm without entry stays dense.
struct Masking {
    enum class Rule {
        dynamic, ///< recomputed from the dense master weights at every step, straight-through gradient
        fixed    ///< `masks`, kept; masked weights are held at zero
    };
    Rule rule = Rule::dynamic;
    std::map<std::string, Pattern> patterns{};                ///< gemm node -> N:M
    std::map<std::string, std::vector<std::uint8_t>> masks{}; ///< gemm node -> 1 for kept weights; fixed only
};

struct StepReport {
    std::uint64_t step = 0; ///< 1 .. steps
    double loss = 0;        ///< cross-entropy of the batch
};

/// Runs an IR model as a differentiable function. Hides libtorch: this header does not include it.
///
/// Master weights are always dense float32; masked ones exist only inside a step. Everything is deterministic for
/// equal model, task, phase and thread count: two calls give the same bits.
class Trainer {
public:
    /// `threads`: of libtorch; part of the result's bits.
    Trainer(const Model& model, const Task& task, unsigned threads);
    ~Trainer();
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /// Trains on task.training(). `report` after each step; false from it stops early with an exception
    /// TrainingStopped. Throws std::runtime_error if the loss is no longer finite.
    void train(const TrainingPhase& phase, const Masking& masking,
               const std::function<bool(const StepReport&)>& report = {});

    /// The model with its dense master weights.
    Model master() const;

    /// Share of right answers in [0, 1] on `samples`, of the model as `model` has it (weights used as they are).
    static double accuracy(const Model& model, const Task& task, const Samples& samples, unsigned threads);
    /// Mean cross-entropy, the same way.
    static double loss(const Model& model, const Task& task, const Samples& samples, unsigned threads);

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

struct TrainingStopped : std::runtime_error {
    using runtime_error::runtime_error;
};

} // namespace stavp::workloads
