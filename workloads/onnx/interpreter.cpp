#include "workloads/onnx/interpreter.h"

#include "workloads/onnx/constants.h"
#include "workloads/onnx/unsupported.h"

#include <algorithm>

namespace stavp::workloads::onnx_import {

namespace {

const std::map<std::string, Handler>& handlers() {
    static const std::map<std::string, Handler> all{
        {"Add", add},
        {"Cast", cast},
        {"Div", divide},
        {"Dropout", dropout},
        {"Erf", element_function},
        {"Expand", expand},
        {"Flatten", reshape},
        {"Gather", gather},
        {"Gelu", gelu},
        {"Gemm", gemm},
        {"Identity", identity},
        {"LayerNormalization", layer_normalization},
        {"MatMul", matmul},
        {"Mul", multiply},
        {"Neg", negate},
        {"Pow", power},
        {"Reciprocal", reciprocal},
        {"ReduceMean", reduce_mean},
        {"Relu", relu},
        {"Reshape", reshape},
        {"Shape", shape},
        {"Sigmoid", element_function},
        {"Slice", slice},
        {"Softmax", softmax},
        {"Sqrt", square_root},
        {"Squeeze", reshape},
        {"Sub", subtract},
        {"Tanh", element_function},
        {"Transpose", transpose},
        {"Unsqueeze", reshape},
        {"Where", where},
    };
    return all;
}

} // namespace

bool Interpreter::knows(const std::string& op) {
    return op == "Split" || handlers().contains(op) || folds(op);
}

std::vector<Operand> Interpreter::run(const Call& call) {
    bool constants_only = true;
    for (std::size_t i = 0; i < call.inputs(); ++i)
        constants_only = constants_only && (!call.has(i) || std::holds_alternative<Constant>(call.operand(i)));
    if (constants_only) {
        auto tensors = fold(call);
        if (!tensors) throw Unsupported("not offered for constants");
        std::vector<Operand> out;
        for (Tensor& tensor : *tensors)
            out.emplace_back(std::make_shared<const Tensor>(std::move(tensor)));
        return out;
    }
    if (call.op() == "Split") return split(call);
    const auto handler = handlers().find(call.op());
    if (handler == handlers().end()) throw Unsupported("not offered for values that depend on the input");
    return {handler->second(*this, call)};
}

LayerId Interpreter::layer_of(const Activation& activation, const std::string& label) {
    if (activation.statistic()) throw Unsupported("part of a LayerNorm is used for something else");
    if (activation.scores()) throw Unsupported("attention scores are used for something else");
    const LayerId base = activation.view.layer;
    try {
        return layer_of(base, *activation.formula(), label);
    } catch (const Unsupported& error) {
        complaints_.push_back(activation.origin + ": " + error.what());
        return made_[{base, activation.formula()->terms()}] = base;
    }
}

LayerId Interpreter::layer_of(LayerId base, const Formula& formula, const std::string& label) {
    if (formula.is_x()) return base;
    const auto key = std::pair(base, formula.terms());
    if (const auto known = made_.find(key); known != made_.end()) return known->second;
    const Activations parts = recognise(formula, functions_);
    const auto columns = static_cast<std::size_t>(layers_[base].columns);
    std::vector<LayerId> sum;
    if (parts.rest.scale == 1)
        sum.push_back(base);
    else if (parts.rest.scale != 0)
        sum.push_back(layers_.scaled(base, std::vector<double>(columns, parts.rest.scale)));
    if (parts.gelu) sum.push_back(layers_.apply(Op::gelu, base));
    if (parts.silu) sum.push_back(layers_.apply(Op::silu, base));
    for (const Formula& argument : parts.tanh)
        sum.push_back(layers_.apply(Op::tanh, layer_of(base, argument, label)));
    if (sum.empty()) throw Unsupported("a value that does not depend on the input");
    LayerId out = sum[0];
    for (std::size_t i = 1; i < sum.size(); ++i)
        out = layers_.sum(out, sum[i], label);
    if (parts.rest.shift != 0) out = layers_.shifted(out, std::vector<double>(columns, parts.rest.shift));
    made_[key] = out;
    return out;
}

Activation Interpreter::settled(const Activation& activation, const std::string& label) {
    if (const Formula* formula = activation.formula())
        if (std::ranges::all_of(formula->terms(), [](const auto& term) { return term.first.function < 0; }))
            return activation;
    Activation out{activation.view};
    out.view.layer = layer_of(activation, label);
    return out;
}

std::pair<LayerId, double> Interpreter::scaled_layer_of(const Activation& activation, const std::string& label) {
    if (const Formula* formula = activation.formula())
        if (const auto affine = formula->affine(); affine && affine->shift == 0 && affine->scale != 0)
            return {activation.view.layer, affine->scale};
    return {layer_of(activation, label), 1};
}

int Interpreter::function(Function function, const Formula& argument) {
    const ElementFunction wanted{function, argument};
    const auto known = std::ranges::find(functions_, wanted);
    if (known != functions_.end()) return static_cast<int>(known - functions_.begin());
    functions_.push_back(wanted);
    return static_cast<int>(functions_.size()) - 1;
}

} // namespace stavp::workloads::onnx_import
