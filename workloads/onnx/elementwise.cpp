#include "workloads/onnx/interpreter.h"
#include "workloads/onnx/unsupported.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace stavp::workloads::onnx_import {

namespace {

/// The value that a constant has in every element, if it is one.
std::optional<double> uniform(const Tensor& tensor) {
    if (tensor.size() == 0) throw Unsupported("empty constant");
    for (std::size_t i = 1; i < tensor.size(); ++i)
        if (tensor.at(i) != tensor.at(0)) return std::nullopt;
    return tensor.at(0);
}

/// The number that takes part in a formula: of a constant with one element, or one that changes nothing. Others are
/// weights or biases that happen to be equal.
std::optional<double> number(const Tensor& tensor, double neutral) {
    const auto value = uniform(tensor);
    return tensor.is_scalar() || value == neutral ? value : std::nullopt;
}

/// The activation with as many axes as a result with `other` has; their shapes must fit without repeating it.
Activation fitted(Activation activation, const Shape& other) {
    const Shape own = shape_of(activation.view.axes);
    const Shape common = broadcast(own, other);
    activation.view.axes = padded(std::move(activation.view.axes), common.size());
    if (shape_of(activation.view.axes) != common)
        throw Unsupported("a value of shape " + to_string(own) + " repeated to " + to_string(common));
    return activation;
}

/// A constant beside a layer's value: per column, or per row and column.
struct Table {
    std::vector<double> values;
    bool by_row = false;
};

/// `absent`: for columns that the view does not have.
Table table_of(const Tensor& tensor, const View& view, const LayerGraph& layers, double absent) {
    const auto columns = static_cast<std::size_t>(layers[view.layer].columns);
    const auto rows = static_cast<std::size_t>(layers.rows_of(view.layer));
    const Shape shape = shape_of(view.axes);
    const auto indices = broadcast_indices(tensor.shape, shape);
    const std::vector<Place> all = places(view.axes);
    Table out{std::vector<double>(columns, absent)};
    std::vector<bool> known(columns);
    const auto column_of = [&](std::size_t i) { return static_cast<std::size_t>(view.offset + all[i].column); };
    for (std::size_t i = 0; i < indices.size() && !out.by_row; ++i) {
        const double value = tensor.at(indices[i]);
        const std::size_t column = column_of(i);
        out.by_row = known[column] && out.values[column] != value;
        known[column] = true;
        out.values[column] = value;
    }
    if (!out.by_row) return out;
    if (!is_whole(view, layers)) throw Unsupported("a constant that differs from row to row, on part of a value");
    out.values.assign(rows * columns, absent);
    for (std::size_t i = 0; i < indices.size(); ++i)
        out.values[static_cast<std::size_t>(all[i].row) * columns + column_of(i)] = tensor.at(indices[i]);
    return out;
}

Activation with_formula(Activation activation, Formula formula) {
    activation.meaning = std::move(formula);
    return activation;
}

Activation plus_constant(Interpreter& interpreter, const Activation& given, const Tensor& tensor,
                         const std::string& label) {
    const Activation x = fitted(given, tensor.shape);
    const auto value = uniform(tensor);
    if (x.scores()) return masked(x, tensor);
    if (const Statistic* statistic = x.statistic()) {
        if (statistic->stage == Statistic::Stage::variance && value)
            return staged(x, Statistic::Stage::variance, statistic->epsilon + *value);
        throw Unsupported("part of a LayerNorm is used for something else");
    }
    if (const auto term = number(tensor, 0)) return with_formula(x, x.formula()->plus(Formula::constant(*term)));
    Activation out{x.view};
    out.view.layer = interpreter.layer_of(x, label);
    LayerGraph& layers = interpreter.layers();
    const Table table = table_of(tensor, out.view, layers, 0);
    out.view.layer = table.by_row ? layers.with_positions(out.view.layer, {table.values.begin(), table.values.end()})
                                  : layers.shifted(out.view.layer, table.values);
    return out;
}

Activation times_constant(Interpreter& interpreter, const Activation& given, const Tensor& tensor, bool inverse,
                          const std::string& label) {
    const Activation x = fitted(given, tensor.shape);
    const auto factor = [inverse](double value) { return inverse ? 1 / value : value; };
    const auto value = uniform(tensor);
    if (value && !std::isfinite(factor(*value))) throw Unsupported("division by zero or a factor that is no number");
    if (x.statistic()) throw Unsupported("part of a LayerNorm is used for something else");
    if (x.scores()) {
        if (value) return rescaled(x, factor(*value));
        throw Unsupported("attention scores times a constant that is no single number");
    }
    if (number(tensor, 1)) return with_formula(x, x.formula()->times(factor(*value)));
    Activation out{x.view};
    out.view.layer = interpreter.layer_of(x, label);
    LayerGraph& layers = interpreter.layers();
    Table table = table_of(tensor, out.view, layers, 1);
    if (table.by_row) throw Unsupported("factors that differ from row to row");
    std::ranges::transform(table.values, table.values.begin(), factor);
    out.view.layer = layers.scaled(out.view.layer, table.values);
    return out;
}

bool same_value(const Activation& a, const Activation& b) {
    return a.formula() && b.formula() && a.view == b.view;
}

Activation sum(Interpreter& interpreter, Activation a, Activation b, const std::string& label) {
    const std::size_t rank = std::max(a.view.axes.size(), b.view.axes.size());
    a.view.axes = padded(std::move(a.view.axes), rank);
    b.view.axes = padded(std::move(b.view.axes), rank);
    if (same_value(a, b)) return with_formula(a, a.formula()->plus(*b.formula()));
    const LayerId left = interpreter.layer_of(a, label);
    const LayerId right = interpreter.layer_of(b, label);
    const LayerGraph& layers = interpreter.layers();
    const View right_view{right, b.view.offset, b.view.axes};
    Activation out{View{left, a.view.offset, a.view.axes}};
    if (!is_whole(out.view, layers) || !is_whole(right_view, layers) || a.view.axes != b.view.axes)
        throw Unsupported("sum of values with different layouts, " + to_string(shape_of(a.view.axes)) + " and " +
                          to_string(shape_of(b.view.axes)));
    out.view.layer = interpreter.layers().sum(left, right, label);
    return out;
}

Activation negated(const Activation& x) {
    if (!x.formula()) throw Unsupported("part of a LayerNorm or of an attention is used for something else");
    return with_formula(x, x.formula()->times(-1));
}

bool is_stage(const Activation& x, Statistic::Stage stage) {
    return x.statistic() && x.statistic()->stage == stage;
}

} // namespace

Operand add(Interpreter& interpreter, const Call& call) {
    if (const Tensor* tensor = constant(call.operand(1)))
        return plus_constant(interpreter, call.activation(0), *tensor, call.label());
    if (const Tensor* tensor = constant(call.operand(0)))
        return plus_constant(interpreter, call.activation(1), *tensor, call.label());
    return sum(interpreter, call.activation(0), call.activation(1), call.label());
}

Operand subtract(Interpreter& interpreter, const Call& call) {
    if (const Tensor* tensor = constant(call.operand(0)))
        return plus_constant(interpreter, negated(call.activation(1)), *tensor, call.label());
    if (const Tensor* tensor = constant(call.operand(1))) {
        Tensor negative = *tensor;
        for (float& value : negative.reals)
            value = -value;
        return plus_constant(interpreter, call.activation(0), negative, call.label());
    }
    if (is_stage(call.activation(1), Statistic::Stage::mean))
        return centred(interpreter, call.activation(0), call.activation(1), call.label());
    return sum(interpreter, call.activation(0), negated(call.activation(1)), call.label());
}

Operand multiply(Interpreter& interpreter, const Call& call) {
    for (const std::size_t i : {0U, 1U})
        if (const Tensor* tensor = constant(call.operand(i)))
            return times_constant(interpreter, call.activation(1 - i), *tensor, false, call.label());
    using enum Statistic::Stage;
    const Activation& a = call.activation(0);
    const Activation& b = call.activation(1);
    if (is_stage(a, Statistic::Stage::centred) && is_stage(b, inverse_deviation))
        return normalised(interpreter, a, b, call.label());
    if (is_stage(b, Statistic::Stage::centred) && is_stage(a, inverse_deviation))
        return normalised(interpreter, b, a, call.label());
    if (is_stage(a, Statistic::Stage::centred) && is_stage(b, Statistic::Stage::centred) && a.view == b.view)
        return staged(a, square, 0);
    if (!same_value(a, b)) throw Unsupported("product of two values that depend on the input");
    const auto product = a.formula()->times(*b.formula());
    if (!product) throw Unsupported("product that is no known activation function");
    return with_formula(a, *product);
}

Operand divide(Interpreter& interpreter, const Call& call) {
    if (const Tensor* tensor = constant(call.operand(1)))
        return times_constant(interpreter, call.activation(0), *tensor, true, call.label());
    using enum Statistic::Stage;
    if (const Tensor* tensor = constant(call.operand(0))) {
        if (is_stage(call.activation(1), deviation) && uniform(*tensor) == 1.0)
            return staged(call.activation(1), inverse_deviation, call.activation(1).statistic()->epsilon);
        throw Unsupported("division by a value that depends on the input");
    }
    if (is_stage(call.activation(0), Statistic::Stage::centred) && is_stage(call.activation(1), deviation))
        return normalised(interpreter, call.activation(0), call.activation(1), call.label());
    throw Unsupported("division by a value that depends on the input");
}

Operand negate(Interpreter&, const Call& call) {
    return negated(call.activation(0));
}

Operand power(Interpreter&, const Call& call) {
    const auto exponent = uniform(call.tensor(1));
    if (!exponent) throw Unsupported("exponents that differ");
    const Activation x = fitted(call.activation(0), call.tensor(1).shape);
    using enum Statistic::Stage;
    if (is_stage(x, Statistic::Stage::centred) && exponent == 2.0) return staged(x, square, 0);
    if (is_stage(x, variance) && exponent == 0.5) return staged(x, deviation, x.statistic()->epsilon);
    if (is_stage(x, variance) && exponent == -0.5) return staged(x, inverse_deviation, x.statistic()->epsilon);
    if (!x.formula() || (exponent != 2.0 && exponent != 3.0)) throw Unsupported("power of a value");
    auto product = x.formula()->times(*x.formula());
    if (product && exponent == 3.0) product = product->times(*x.formula());
    if (!product) throw Unsupported("power that is no part of a known activation function");
    return with_formula(x, *product);
}

Operand element_function(Interpreter& interpreter, const Call& call) {
    const Activation x = interpreter.settled(call.activation(0), call.label());
    const Function function = call.op() == "Erf"       ? Function::erf
                              : call.op() == "Sigmoid" ? Function::sigmoid
                                                       : Function::tanh;
    return with_formula(x, Formula::of_function(interpreter.function(function, *x.formula())));
}

Operand relu(Interpreter& interpreter, const Call& call) {
    Activation out{call.activation(0).view};
    out.view.layer = interpreter.layers().apply(Op::relu, interpreter.layer_of(call.activation(0), call.label()));
    return out;
}

Operand gelu(Interpreter& interpreter, const Call& call) {
    if (const auto form = call.string_attribute("approximate", "none"); form != "none")
        throw Unsupported("GELU in its tanh approximation; only the exact form (by Erf) is offered");
    Activation out{call.activation(0).view};
    out.view.layer = interpreter.layers().apply(Op::gelu, interpreter.layer_of(call.activation(0), call.label()));
    return out;
}

} // namespace stavp::workloads::onnx_import
