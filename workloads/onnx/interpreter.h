#pragma once

#include "workloads/onnx/call.h"

#include <map>

namespace stavp::workloads::onnx_import {

/// Runs the graph once on symbols instead of numbers: each operator finds out what its operands mean and adds the
/// layers that come of them.
class Interpreter {
public:
    /// `complaints`: gets what cannot be computed though its node could be read.
    Interpreter(std::int64_t rows, std::int64_t columns, std::vector<std::string>& complaints)
        : layers_(rows, columns), complaints_(complaints) {}

    LayerGraph& layers() { return layers_; }

    /// Whether run() knows the operator at all.
    static bool knows(const std::string& op);
    /// The node's outputs. Throws Unsupported.
    std::vector<Operand> run(const Call& call);

    /// The activation as a layer of its own; the view stays. What no layer computes is complained about, by its origin,
    /// and replaced. Throws Unsupported for parts of a LayerNorm or of an attention.
    LayerId layer_of(const Activation& activation, const std::string& label);
    /// The same as an activation; one whose formula has functions becomes a plain layer.
    Activation settled(const Activation& activation, const std::string& label);
    /// A layer and the factor that the activation is of it, where it is that; else a layer of its own and 1.
    std::pair<LayerId, double> scaled_layer_of(const Activation& activation, const std::string& label);
    /// Index of a function in formulas.
    int function(Function function, const Formula& argument);

private:
    LayerId layer_of(LayerId base, const Formula& formula, const std::string& label);

    LayerGraph layers_;
    std::vector<std::string>& complaints_;
    std::vector<ElementFunction> functions_;
    std::map<std::pair<LayerId, Formula::Terms>, LayerId> made_;
};

using Handler = Operand (*)(Interpreter&, const Call&);

// Operators on activations; throw Unsupported.

// rearrange.cpp
Operand reshape(Interpreter& interpreter, const Call& call);
Operand transpose(Interpreter& interpreter, const Call& call);
Operand slice(Interpreter& interpreter, const Call& call);
Operand gather(Interpreter& interpreter, const Call& call);
Operand expand(Interpreter& interpreter, const Call& call);
Operand identity(Interpreter& interpreter, const Call& call);
Operand shape(Interpreter& interpreter, const Call& call);
Operand cast(Interpreter& interpreter, const Call& call);
Operand dropout(Interpreter& interpreter, const Call& call);
std::vector<Operand> split(const Call& call);

// elementwise.cpp
Operand add(Interpreter& interpreter, const Call& call);
Operand subtract(Interpreter& interpreter, const Call& call);
Operand multiply(Interpreter& interpreter, const Call& call);
Operand divide(Interpreter& interpreter, const Call& call);
Operand negate(Interpreter& interpreter, const Call& call);
Operand power(Interpreter& interpreter, const Call& call);
Operand element_function(Interpreter& interpreter, const Call& call);
Operand relu(Interpreter& interpreter, const Call& call);
Operand gelu(Interpreter& interpreter, const Call& call);

// normalisation.cpp
Operand layer_normalization(Interpreter& interpreter, const Call& call);
Operand reduce_mean(Interpreter& interpreter, const Call& call);
Operand square_root(Interpreter& interpreter, const Call& call);
Operand reciprocal(Interpreter& interpreter, const Call& call);
/// x - mean(x).
Activation centred(Interpreter& interpreter, const Activation& x, const Activation& mean, const std::string& label);
/// (x - mean) / deviation, or times its reciprocal.
Activation normalised(Interpreter& interpreter, const Activation& centred, const Activation& deviation,
                      const std::string& label);
/// A later stage of the same LayerNorm.
Activation staged(const Activation& from, Statistic::Stage stage, double epsilon);

// products.cpp
Operand matmul(Interpreter& interpreter, const Call& call);
Operand gemm(Interpreter& interpreter, const Call& call);

// masks.cpp
Operand softmax(Interpreter& interpreter, const Call& call);
Operand where(Interpreter& interpreter, const Call& call);
/// Scores plus a constant mask.
Activation masked(const Activation& scores, const Tensor& mask);
Activation rescaled(const Activation& scores, double factor);

} // namespace stavp::workloads::onnx_import
