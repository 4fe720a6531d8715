#include "workloads/train/trainer.h"

#include "workloads/train/torch/blas_threads.h"
#include "workloads/train/torch/graph.h"
#include "workloads/train/torch/optimiser.h"
#include "workloads/train/torch/sample_order.h"
#include "workloads/train/torch/schedule.h"
#include "workloads/train/torch/weights.h"
#include "workloads/train/torch/worker_team.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace stavp::workloads {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

/// Gradients with respect to what GraphWeights holds, by the same names; no entry where none arrived.
struct Gradients {
    Tensors parameters;
    Tensors masked;
    double loss = 0; ///< this part's share of the batch's mean
};

/// The same storage as leaves of a graph of their own.
Tensors leaves(const Tensors& tensors) {
    Tensors copy;
    for (const auto& [name, tensor] : tensors)
        copy[name] = tensor.detach().set_requires_grad(tensor.requires_grad());
    return copy;
}

Gradients differentiate(const Graph& graph, const GraphWeights& shared, const Batch& batch, std::size_t batch_size) {
    const GraphWeights weights{leaves(shared.parameters), leaves(shared.masked)};
    const at::Tensor loss = at::cross_entropy_loss(graph.logits(weights, batch), batch.labels, {}, at::Reduction::Sum) /
                            static_cast<double>(batch_size);
    Gradients gradients;
    gradients.loss = loss.item<double>();
    std::vector<at::Tensor> inputs;
    std::vector<at::Tensor*> outputs;
    const auto collect = [&](const Tensors& of, Tensors& into) {
        for (const auto& [name, tensor] : of) {
            if (!tensor.requires_grad()) continue;
            inputs.push_back(tensor);
            outputs.push_back(&into[name]);
        }
    };
    collect(weights.parameters, gradients.parameters);
    collect(weights.masked, gradients.masked);
    if (inputs.empty()) return gradients;
    const auto found = torch::autograd::grad({loss}, inputs, {}, c10::nullopt, false, true);
    for (std::size_t i = 0; i < found.size(); ++i)
        *outputs[i] = found[i];
    return gradients;
}

/// Sum over the parts of a batch, in their order.
at::Tensor total(const std::vector<Gradients>& parts, Tensors Gradients::*kind, const std::string& name) {
    at::Tensor sum;
    for (const Gradients& part : parts) {
        const auto found = (part.*kind).find(name);
        if (found == (part.*kind).end() || !found->second.defined()) continue;
        if (sum.defined())
            sum.add_(found->second);
        else
            sum = found->second.is_contiguous() ? found->second : found->second.contiguous();
    }
    return sum;
}

} // namespace

struct Trainer::Implementation {
    Implementation(const Model& of, const Task& for_task, unsigned threads);
    void train(const TrainingPhase& phase, const Masking& masking,
               const std::function<bool(const StepReport&)>& report);

    Model model;
    const Task& task;
    Graph graph;
    WorkerTeam team;
    Tensors weights;                ///< dense, trained or not
    std::vector<std::string> names; ///< of the trained ones

private:
    GraphWeights effective_weights(const MaskedLayers& masks);
    std::vector<Gradients> differentiate_batch(const GraphWeights& shared, std::span<const std::size_t> indices);
    double gather_gradients(const std::vector<Gradients>& parts, const MaskedLayers& masks, const GraphWeights& shared);
    void update(PhaseOptimiser& optimiser, double learning_rate, double gradient_factor, const MaskedLayers& masks);
};

Trainer::Implementation::Implementation(const Model& of, const Task& for_task, unsigned threads)
    : model(of), task(for_task), graph(of, for_task.classes()), team(threads, compute_in_this_thread),
      weights(weight_tensors(of)) {
    if (model.is_quantised()) throw std::invalid_argument("model is quantised: train first, then quantise");
    check_samples(model, task.training(), task.classes());
    const auto frozen = task.frozen_parameters();
    for (const std::string& name : frozen)
        model.parameter(name); // throws for an unknown one
    for (const auto& [name, tensor] : weights) {
        if (std::find(frozen.begin(), frozen.end(), name) != frozen.end()) continue;
        tensor.set_requires_grad(true);
        names.push_back(name);
    }
}

GraphWeights Trainer::Implementation::effective_weights(const MaskedLayers& masks) {
    std::vector<at::Tensor> effective(masks.layers().size());
    team.each(effective.size(), [&](std::size_t i) { effective[i] = masks.effective(i); });
    GraphWeights shared{weights, {}};
    for (std::size_t i = 0; i < effective.size(); ++i)
        shared.masked[masks.layers()[i].node] = effective[i];
    return shared;
}

std::vector<Gradients> Trainer::Implementation::differentiate_batch(const GraphWeights& shared,
                                                                    std::span<const std::size_t> indices) {
    const auto parts = split_by_rows(task.training(), indices, team.size());
    std::vector<Gradients> gradients(parts.size());
    team.run([&](unsigned worker) {
        if (parts[worker].empty()) return;
        gradients[worker] = differentiate(graph, shared, make_batch(task.training(), parts[worker]), indices.size());
    });
    return gradients;
}

/// Puts the batch's gradient into the weights and returns its norm.
double Trainer::Implementation::gather_gradients(const std::vector<Gradients>& parts, const MaskedLayers& masks,
                                                 const GraphWeights& shared) {
    std::vector<double> squares(names.size());
    team.each(names.size(), [&](std::size_t i) {
        at::Tensor& weight = weights.at(names[i]);
        weight.mutable_grad() = total(parts, &Gradients::parameters, names[i]);
        for (const auto& layer : masks.layers()) {
            if (layer.parameter != names[i]) continue;
            const at::Tensor sum = total(parts, &Gradients::masked, layer.node);
            if (sum.defined()) torch::autograd::backward({shared.masked.at(layer.node)}, {sum});
        }
        const at::Tensor& gradient = weight.grad();
        if (gradient.defined()) squares[i] = std::pow(gradient.norm().item<double>(), 2);
    });
    double sum = 0;
    for (const double square : squares)
        sum += square;
    return std::sqrt(sum);
}

void Trainer::Implementation::update(PhaseOptimiser& optimiser, double learning_rate, double gradient_factor,
                                     const MaskedLayers& masks) {
    if (gradient_factor != 1)
        team.each(names.size(), [&](std::size_t i) {
            at::Tensor& gradient = weights.at(names[i]).mutable_grad();
            if (gradient.defined()) gradient.mul_(gradient_factor);
        });
    team.each(optimiser.parts(), [&](std::size_t part) { optimiser.step(part, learning_rate); });
    team.each(masks.layers().size(), [&](std::size_t i) { masks.settle(i); });
}

void Trainer::Implementation::train(const TrainingPhase& phase, const Masking& masking,
                                    const std::function<bool(const StepReport&)>& report) {
    const MaskedLayers masks(model, masking, phase.sr_ste_decay, weights);
    for (std::size_t i = 0; i < masks.layers().size(); ++i)
        masks.settle(i);
    std::vector<TrainedParameter> trained;
    for (const std::string& name : names) {
        weights.at(name).mutable_grad() = at::Tensor();
        trained.push_back({weights.at(name), decays(model, name)});
    }
    PhaseOptimiser optimiser(phase, trained, team.size());
    SampleOrder order(task.training().size(), phase.batch, phase.seed);
    for (std::uint64_t step = 1; step <= phase.steps; ++step) {
        const GraphWeights shared = effective_weights(masks);
        const auto parts = differentiate_batch(shared, order.next());
        double loss = 0;
        for (const Gradients& part : parts)
            loss += part.loss;
        const double norm = gather_gradients(parts, masks, shared);
        if (!std::isfinite(loss) || !std::isfinite(norm))
            throw std::runtime_error(fmt::format("step {} of {}: the {} is no longer finite; try a lower learning rate",
                                                 step, phase.steps, std::isfinite(loss) ? "gradient" : "loss"));
        const bool clip = phase.clip_norm > 0 && norm > phase.clip_norm;
        update(optimiser, learning_rate(phase, step), clip ? phase.clip_norm / norm : 1, masks);
        if (report && !report({step, loss}))
            throw TrainingStopped(fmt::format("stopped after step {} of {}", step, phase.steps));
    }
}

Trainer::Trainer(const Model& model, const Task& task, unsigned threads)
    : implementation_(std::make_unique<Implementation>(model, task, threads)) {}

Trainer::~Trainer() = default;

void Trainer::train(const TrainingPhase& phase, const Masking& masking,
                    const std::function<bool(const StepReport&)>& report) {
    implementation_->train(phase, masking, report);
}

Model Trainer::master() const {
    Model trained = implementation_->model;
    store_weights(implementation_->weights, trained);
    return trained;
}

} // namespace stavp::workloads
