#include "workloads/onnx/interpreter.h"
#include "workloads/onnx/unsupported.h"

#include <algorithm>
#include <cmath>

namespace stavp::workloads::onnx_import {

namespace {

using Stage = Statistic::Stage;

/// The smallest epsilon that is written. 1e-12, as BERT's, becomes 0 in half precision; the model description wants a
/// positive one.
constexpr double least_epsilon = 1e-12;

LayerId add_layernorm(Interpreter& interpreter, LayerId input, std::vector<float> gamma, std::vector<float> beta,
                      double epsilon, const std::string& label) {
    if (!(epsilon >= 0) || !std::isfinite(epsilon)) throw Unsupported("epsilon is no positive number");
    LayerGraph& layers = interpreter.layers();
    return layers.add({.op = Op::layernorm,
                       .inputs = {input},
                       .weight = share(std::move(gamma)),
                       .bias = share(std::move(beta)),
                       .columns = layers[input].columns,
                       .pooled = layers[input].pooled,
                       .epsilon = std::max(epsilon, least_epsilon),
                       .label = label});
}

std::vector<float> per_column(const Tensor& tensor, std::int64_t columns) {
    if (!tensor.is_real() || tensor.size() != static_cast<std::size_t>(columns))
        throw Unsupported("scale or bias does not have one value per column");
    return tensor.reals;
}

/// Splits the view's digits into those of the reduced axes and the others.
struct Reduction {
    Axis reduced;
    Axis kept;
    Axes axes; ///< of the result
};

Reduction reduction_of(const Call& call, const Axes& from) {
    std::vector<bool> gone(from.size());
    const auto axes = call.axes(1);
    if (axes.empty() && call.int_attribute("noop_with_empty_axes", 0) == 0) gone.assign(from.size(), true);
    for (const std::int64_t axis : axes)
        gone[normal_axis(axis, from.size())] = true;
    const bool keep = call.int_attribute("keepdims", 1) != 0;
    Axes reduced;
    Axes kept;
    Reduction out;
    for (std::size_t i = 0; i < from.size(); ++i) {
        (gone[i] ? reduced : kept).push_back(from[i]);
        if (!gone[i]) out.axes.push_back(from[i]);
        if (gone[i] && keep) out.axes.emplace_back();
    }
    out.reduced = joined(reduced);
    out.kept = joined(kept);
    return out;
}

} // namespace

Activation staged(const Activation& from, Stage stage, double epsilon) {
    Activation out = from;
    out.meaning = Statistic{stage, epsilon};
    return out;
}

Operand layer_normalization(Interpreter& interpreter, const Call& call) {
    Activation out{call.activation(0).view};
    out.view.layer = interpreter.layer_of(call.activation(0), call.label());
    const LayerGraph& layers = interpreter.layers();
    expect_rows_by_columns(out.view, layers, "of a value");
    const std::size_t rank = out.view.axes.size();
    if (normal_axis(call.int_attribute("axis", -1), rank) + 1 != rank)
        throw Unsupported("over other axes than the last one");
    const std::int64_t columns = layers[out.view.layer].columns;
    constexpr float standard_epsilon = 1e-5F; // the operator's default
    out.view.layer = add_layernorm(interpreter, out.view.layer, per_column(call.tensor(1), columns),
                                   call.has(2) ? per_column(call.tensor(2), columns)
                                               : std::vector<float>(static_cast<std::size_t>(columns)),
                                   call.float_attribute("epsilon", standard_epsilon), call.label());
    return out;
}

Operand reduce_mean(Interpreter& interpreter, const Call& call) {
    const Activation& from = call.activation(0);
    if (from.formula() && from.formula()->coefficient({2, -1}) != 0)
        throw Unsupported("mean of squares (RMS norm); LayerNorm is offered");
    const Reduction reduction = reduction_of(call, from.view.axes);
    LayerGraph& layers = interpreter.layers();
    Activation out = from;
    if (from.formula()) out = Activation{{interpreter.layer_of(from, call.label()), from.view.offset, from.view.axes}};
    if (!is_whole(out.view, layers)) throw Unsupported("mean over part of a value");
    const LayerId layer = out.view.layer;
    const Axis columns = digit(Dim::column, layers[layer].columns);
    const Axis rows = digit(Dim::row, layers.rows_of(layer));
    const bool over_columns = reduction.reduced == columns && reduction.kept == rows;
    out.view.axes = reduction.axes;
    if (const Statistic* statistic = from.statistic()) {
        if (statistic->stage != Stage::square || !over_columns)
            throw Unsupported("part of a LayerNorm is used for something else");
        return staged(out, Stage::variance, 0);
    }
    if (over_columns) return staged(out, Stage::mean, 0);
    if (rows.empty() || reduction.reduced != rows || reduction.kept != columns)
        throw Unsupported("mean over anything but the rows or the columns");
    out.view.layer = layers.apply(Op::meanpool, layer);
    return out;
}

Activation centred(Interpreter& interpreter, const Activation& x, const Activation& mean, const std::string& label) {
    Activation out{x.view};
    out.view.layer = interpreter.layer_of(x, label);
    const bool same = out.view.layer == mean.view.layer && is_whole(out.view, interpreter.layers()) &&
                      padded(mean.view.axes, x.view.axes.size()) == without_columns(x.view.axes);
    if (!same) throw Unsupported("a mean is subtracted from another value");
    return staged(out, Stage::centred, 0);
}

Operand square_root(Interpreter&, const Call& call) {
    const Statistic* statistic = call.activation(0).statistic();
    if (!statistic || statistic->stage != Stage::variance) throw Unsupported("square root outside LayerNorm");
    return staged(call.activation(0), Stage::deviation, statistic->epsilon);
}

Operand reciprocal(Interpreter&, const Call& call) {
    const Statistic* statistic = call.activation(0).statistic();
    if (!statistic || statistic->stage != Stage::deviation) throw Unsupported("reciprocal outside LayerNorm");
    return staged(call.activation(0), Stage::inverse_deviation, statistic->epsilon);
}

Activation normalised(Interpreter& interpreter, const Activation& centred, const Activation& deviation,
                      const std::string& label) {
    if (centred.view.layer != deviation.view.layer ||
        padded(deviation.view.axes, centred.view.axes.size()) != without_columns(centred.view.axes))
        throw Unsupported("division by the deviation of another value");
    const LayerId input = centred.view.layer;
    const auto columns = static_cast<std::size_t>(interpreter.layers()[input].columns);
    Activation out{centred.view};
    out.view.layer = add_layernorm(interpreter, input, std::vector<float>(columns, 1), std::vector<float>(columns),
                                   deviation.statistic()->epsilon, label);
    return out;
}

} // namespace stavp::workloads::onnx_import
