#pragma once

#include "workloads/tasks/task.h"
#include "workloads/train/trainer.h"

#include <ostream>
#include <random>
#include <utility>

namespace stavp::workloads::test {

/// A task made of what the test gives it.
class TinyTask : public Task {
public:
    TinyTask(Model model, Samples training, std::uint32_t classes)
        : model_(std::move(model)), training_(std::move(training)), classes_(classes) {}
    std::uint32_t classes() const override { return classes_; }
    const Samples& training() const override { return training_; }
    const Samples& test() const override { return training_; }
    Model initial_model() const override { return model_; }
    std::vector<std::string> unpruned_by_default() const override { return {}; }
    std::vector<std::string> frozen_parameters() const override { return frozen; }

    std::vector<std::string> frozen;

private:
    Model model_;
    Samples training_;
    std::uint32_t classes_;
};

enum class Source { tokens_with_sinusoids, tokens_with_learned_positions, features };

/// Lets GoogleTest name a parameterised case.
inline void PrintTo(Source source, std::ostream* out) {
    *out << (source == Source::features                ? "features"
             : source == Source::tokens_with_sinusoids ? "tokens_with_sinusoids"
                                                       : "tokens_with_learned_positions");
}

/// Builds models with random parameters.
class ModelMaker {
public:
    explicit ModelMaker(std::uint64_t seed) : generator_(seed) {}

    /// Every operation of the model description: two Transformer layers of width 8 (the second causal), with 3 classes.
    Model every_op(Source source);
    /// input -> gemm [out, in] without bias -> meanpool, the whole model being one matrix.
    Model one_layer(std::uint32_t in, std::uint32_t out);
    /// Parameter of normal values times `spread`, added to `model`; returns its name.
    std::string parameter(Model& model, const std::string& name, std::vector<std::size_t> shape, float spread = 0.4F,
                          float centre = 0);
    /// `count` sequences of 1 .. max_rows rows that `model` takes, with random labels.
    Samples samples(const Model& model, std::size_t count, std::uint32_t max_rows, std::uint32_t classes);

private:
    Node gemm(Model& model, const std::string& name, const std::string& x, std::size_t in, std::size_t out);
    std::string layer(Model& model, const std::string& name, const std::string& x, Op activation, bool causal);
    std::uint32_t below(std::uint32_t bound);

    std::mt19937_64 generator_;
};

constexpr std::uint32_t vocabulary_size = 11;
constexpr std::uint32_t most_rows = 7;

/// Mean cross-entropy over `samples`, by the float executor alone, in double from the logits on.
double float_loss(const Model& model, const Samples& samples);
/// Step count, rate and seed of a short plain gradient descent without schedule, clipping, momentum or decay.
TrainingPhase plain_descent(std::uint64_t steps, double learning_rate, std::uint32_t batch);
/// The same bits in every parameter.
bool same_bits(const Model& a, const Model& b);

} // namespace stavp::workloads::test
