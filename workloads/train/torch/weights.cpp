#include "workloads/train/torch/weights.h"

#include "workloads/train/torch/differentiable.h"
#include "workloads/train/torch/group_mask.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {

namespace {

std::span<float> values_of(const at::Tensor& tensor) {
    return {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
}

} // namespace

std::map<std::string, at::Tensor> weight_tensors(const Model& model) {
    std::map<std::string, at::Tensor> tensors;
    for (const std::string& name : differentiable_parameters(model)) {
        const Parameter& parameter = model.parameter(name);
        const std::vector<std::int64_t> shape(parameter.shape.begin(), parameter.shape.end());
        at::Tensor tensor = at::empty(shape, at::kFloat);
        std::copy(parameter.values.begin(), parameter.values.end(), tensor.data_ptr<float>());
        tensors[name] = tensor;
    }
    return tensors;
}

void store_weights(const std::map<std::string, at::Tensor>& weights, Model& model) {
    for (const auto& [name, tensor] : weights) {
        const auto values = values_of(tensor);
        model.parameters.at(name).values.assign(values.begin(), values.end());
    }
}

bool decays(const Model& model, const std::string& parameter) {
    return std::any_of(model.nodes.begin(), model.nodes.end(), [&parameter](const Node& node) {
        return (node.op == Op::gemm || node.op == Op::embedding) && node.weight == parameter;
    });
}

MaskedLayers::MaskedLayers(const Model& model, const Masking& masking, double decay,
                           const std::map<std::string, at::Tensor>& weights)
    : rule_(masking.rule), decay_(decay) {
    if (rule_ == Masking::Rule::dynamic) {
        for (const auto& [node, pattern] : masking.patterns) {
            if (!pattern.valid()) throw std::invalid_argument(fmt::format("layer {}: bad pattern", node));
            add(model, node, pattern, weights);
        }
        return;
    }
    for (const auto& [node, mask] : masking.masks) {
        add(model, node, {}, weights);
        const auto values = values_of(layers_.back().mask);
        if (mask.size() != values.size())
            throw std::invalid_argument(
                fmt::format("layer {}: {} mask bits for {} weights", node, mask.size(), values.size()));
        std::transform(mask.begin(), mask.end(), values.begin(),
                       [](std::uint8_t kept) { return kept != 0 ? 1.0F : 0.0F; });
    }
}

void MaskedLayers::add(const Model& model, const std::string& node, Pattern pattern,
                       const std::map<std::string, at::Tensor>& weights) {
    if (model.node(node).op != Op::gemm) throw std::invalid_argument(fmt::format("layer {} is no gemm", node));
    if (rule_ == Masking::Rule::dynamic && (pattern.dense() || pattern.n == pattern.m)) return;
    const std::string& parameter = model.node(node).weight;
    const at::Tensor& weight = weights.at(parameter);
    layers_.push_back({node, parameter, pattern, weight, at::empty(weight.sizes(), at::kFloat)});
}

at::Tensor MaskedLayers::effective(std::size_t layer) const {
    const Layer& of = layers_[layer];
    if (rule_ == Masking::Rule::fixed) return of.weight * of.mask;
    group_mask(values_of(of.weight), static_cast<std::size_t>(of.weight.size(1)), of.pattern, values_of(of.mask));
    return straight_through(of.weight, of.mask, decay_);
}

void MaskedLayers::settle(std::size_t layer) const {
    if (rule_ == Masking::Rule::dynamic) return;
    const at::NoGradGuard no_grad;
    at::Tensor weight = layers_[layer].weight;
    weight.mul_(layers_[layer].mask);
}

} // namespace stavp::workloads
