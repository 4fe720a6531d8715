#include "workloads/onnx/stand_in.h"

#include <set>

namespace stavp::workloads::onnx_import {

namespace {

/// Operators, ONNX's and widespread ones of other domains, whose output is as large as their largest operand.
const std::set<std::string>& shape_preserving() {
    static const std::set<std::string> all{
        "Abs",
        "Add",
        "BatchNormalization",
        "BiasGelu",
        "Celu",
        "Clip",
        "Div",
        "Elu",
        "Exp",
        "FastGelu",
        "Gelu",
        "GroupNormalization",
        "HardSigmoid",
        "HardSwish",
        "Hardmax",
        "InstanceNormalization",
        "LayerNormalization",
        "LeakyRelu",
        "Log",
        "LogSoftmax",
        "Max",
        "Min",
        "Mish",
        "Mul",
        "PRelu",
        "Pow",
        "QuickGelu",
        "RMSNormalization",
        "Relu",
        "Round",
        "Selu",
        "Sigmoid",
        "Sign",
        "SimplifiedLayerNormalization",
        "SkipLayerNormalization",
        "Softmax",
        "Softplus",
        "Softsign",
        "Sub",
        "Swish",
        "Tanh",
        "ThresholdedRelu",
        "Where",
    };
    return all;
}

} // namespace

std::optional<Activation> stand_in(const std::string& op, std::span<const Operand* const> operands) {
    if (!shape_preserving().contains(op)) return std::nullopt;
    const Activation* largest = nullptr;
    std::int64_t most = 0;
    for (const Operand* operand : operands) {
        const Activation* candidate = operand ? activation(*operand) : nullptr;
        if (!candidate || candidate->statistic()) continue;
        if (const std::int64_t size = extent(joined(candidate->view.axes)); size > most) {
            largest = candidate;
            most = size;
        }
    }
    if (!largest) return std::nullopt;
    Activation out = *largest;
    if (out.formula()) out.meaning = Formula::x();
    return out;
}

} // namespace stavp::workloads::onnx_import
