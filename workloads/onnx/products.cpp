#include "workloads/onnx/attention.h"
#include "workloads/onnx/interpreter.h"
#include "workloads/onnx/names.h"
#include "workloads/onnx/unsupported.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::workloads::onnx_import {

namespace {

/// What a linear layer is called: by its weight, else its node, else its bias.
std::string linear_label(const Call& call, const Tensor& weight, const Tensor* bias) {
    std::string label = module_of_tensor(weight.name);
    if (label.empty()) label = call.label();
    if (label.empty() && bias) label = module_of_tensor(bias->name);
    return label.empty() ? "linear" : label;
}

/// x W^T, with `weight` [out, in] already multiplied by whatever stands before x.
Activation linear(Interpreter& interpreter, const View& x, std::vector<float> weight, Values bias, std::int64_t out,
                  std::string label) {
    LayerGraph& layers = interpreter.layers();
    expect_rows_by_columns(x, layers, "product with an operand");
    const LayerId gemm = layers.add({.op = Op::gemm,
                                     .inputs = {x.layer},
                                     .weight = share(std::move(weight)),
                                     .bias = std::move(bias),
                                     .columns = out,
                                     .pooled = layers[x.layer].pooled,
                                     .label = std::move(label)});
    return Activation{View{gemm, 0, with_columns(x.axes, out)}};
}

/// Values [rows, columns] or, transposed, [columns, rows] as [rows, columns], times `factor`.
std::vector<float> oriented(const Tensor& matrix, bool transposed, double factor) {
    const std::size_t rank = matrix.shape.size();
    const auto rows = static_cast<std::size_t>(matrix.shape[rank - 2]);
    const auto columns = static_cast<std::size_t>(matrix.shape[rank - 1]);
    std::vector<float> out(matrix.reals.size());
    for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c)
            out[transposed ? c * rows + r : r * columns + c] =
                static_cast<float>(matrix.reals[r * columns + c] * factor);
    return out;
}

void expect_matrix(const Tensor& tensor, std::size_t rank) {
    if (!tensor.is_real() || tensor.shape.size() < 2 || tensor.size() == 0)
        throw Unsupported("weight is no matrix of floats");
    if (tensor.shape.size() > rank ||
        std::any_of(tensor.shape.begin(), tensor.shape.end() - 2, [](std::int64_t extent) { return extent != 1; }))
        throw Unsupported("a stack of weight matrices");
}

void expect_inner(const View& x, const LayerGraph& layers, std::int64_t in) {
    if (extent(x.axes.back()) != in)
        throw Unsupported(fmt::format("weight takes {} columns, the value has {}", in, layers[x.layer].columns));
}

std::vector<Axis> batch_axes(const Axes& axes) {
    return {axes.begin(), axes.end() - 2};
}

bool only(const Axis& axis, Dim dim) {
    return std::ranges::all_of(axis, [dim](const Atom& atom) { return atom.dim == dim; });
}

/// The columns of a stack of matrices, matrix after matrix.
std::vector<std::int64_t> head_columns(const View& view, const Axes& batch, const Axis& columns) {
    std::vector<std::int64_t> out;
    const auto within = offsets(columns, Dim::column);
    for (const std::int64_t head : offsets(joined(batch), Dim::column))
        for (const std::int64_t column : within)
            out.push_back(view.offset + head + column);
    return out;
}

void expect_heads(const Axes& batch, const Axis& rows, const Axis& columns, std::int64_t row_count) {
    if (!std::ranges::all_of(batch, [](const Axis& axis) { return only(axis, Dim::column); }) ||
        !only(columns, Dim::column) || rows != digit(Dim::row, row_count))
        throw Unsupported("product of two values that is no attention over all rows of one sequence");
}

Activation scores_of(Interpreter& interpreter, const Activation& a, const Activation& b, const std::string& label) {
    const auto [query, query_scale] = interpreter.scaled_layer_of(a, label);
    const auto [key, key_scale] = interpreter.scaled_layer_of(b, label);
    const std::size_t rank = a.view.axes.size();
    const Axes batch = batch_axes(a.view.axes);
    const Axes key_batch = batch_axes(b.view.axes);
    const std::int64_t rows = interpreter.layers().rows();
    expect_heads(batch, a.view.axes[rank - 2], a.view.axes[rank - 1], rows);
    expect_heads(key_batch, b.view.axes[rank - 1], b.view.axes[rank - 2], rows);
    Scores scores{.query = query,
                  .key = key,
                  .query_columns = head_columns(a.view, batch, a.view.axes[rank - 1]),
                  .key_columns = head_columns(b.view, key_batch, b.view.axes[rank - 2]),
                  .scale = query_scale * key_scale};
    if (shape_of(batch) != shape_of(key_batch) || scores.query_columns.size() != scores.key_columns.size())
        throw Unsupported("attention whose keys have other heads than its queries");
    Axes axes(rank);
    for (std::size_t i = rank - 2; i-- > 0;) {
        axes[i] = digit(Dim::head, extent(batch[i]), scores.heads);
        scores.heads *= extent(batch[i]);
    }
    axes[rank - 2] = digit(Dim::row, rows);
    axes[rank - 1] = digit(Dim::key, rows);
    return {View{query, 0, std::move(axes)}, std::make_shared<const Scores>(std::move(scores))};
}

Activation weighted(Interpreter& interpreter, const Activation& a, const Activation& b, const std::string& label) {
    const Scores& scores = *a.scores();
    const std::size_t rank = a.view.axes.size();
    const std::int64_t rows = interpreter.layers().rows();
    const Axes batch = batch_axes(a.view.axes);
    const Axes value_batch = batch_axes(b.view.axes);
    expect_heads(value_batch, b.view.axes[rank - 2], b.view.axes[rank - 1], rows);
    if (!scores.probabilities) throw Unsupported("attention scores without a softmax");
    if (!std::ranges::all_of(batch, [](const Axis& axis) { return only(axis, Dim::head); }) ||
        a.view.axes[rank - 2] != digit(Dim::row, rows) || a.view.axes[rank - 1] != digit(Dim::key, rows) ||
        shape_of(batch) != shape_of(value_batch))
        throw Unsupported("attention probabilities and values with different layouts");
    const LayerId layer = interpreter.layer_of(b, label);
    const auto by_place = head_columns(b.view, value_batch, b.view.axes[rank - 1]);
    const auto heads = offsets(joined(batch), Dim::head);
    const std::int64_t width = extent(b.view.axes[rank - 1]);
    Heads values{layer, std::vector<std::int64_t>(by_place.size())};
    for (std::size_t i = 0; i < by_place.size(); ++i) {
        const auto place = static_cast<std::int64_t>(i);
        const std::int64_t head = heads[static_cast<std::size_t>(place / width)];
        values.columns[static_cast<std::size_t>(head * width + place % width)] = by_place[i];
    }
    Axes axes = batch;
    for (Axis& axis : axes)
        for (Atom& atom : axis)
            atom = {Dim::column, atom.extent, atom.stride * width};
    axes.push_back(digit(Dim::row, rows));
    axes.push_back(digit(Dim::column, width));
    return Activation{View{add_attention(interpreter.layers(), scores, values, label), 0, std::move(axes)}};
}

Activation product(Interpreter& interpreter, Activation a, Activation b, const std::string& label) {
    const std::size_t rank = std::max(a.view.axes.size(), b.view.axes.size());
    if (a.view.axes.size() < 2 || b.view.axes.size() < 2) throw Unsupported("product with a vector");
    a.view.axes = padded(std::move(a.view.axes), rank);
    b.view.axes = padded(std::move(b.view.axes), rank);
    if (a.scores()) return weighted(interpreter, a, b, label);
    return scores_of(interpreter, a, b, label);
}

} // namespace

Operand matmul(Interpreter& interpreter, const Call& call) {
    const Tensor* weight = constant(call.operand(1));
    if (!weight) {
        if (constant(call.operand(0))) throw Unsupported("a constant times a value");
        return product(interpreter, call.activation(0), call.activation(1), call.label());
    }
    const Activation& x = call.activation(0);
    expect_matrix(*weight, x.view.axes.size());
    const auto [layer, factor] = interpreter.scaled_layer_of(x, call.label());
    const View view{layer, x.view.offset, x.view.axes};
    const std::size_t rank = weight->shape.size();
    expect_inner(view, interpreter.layers(), weight->shape[rank - 2]);
    return linear(interpreter, view, oriented(*weight, true, factor), nullptr, weight->shape[rank - 1],
                  linear_label(call, *weight, nullptr));
}

Operand gemm(Interpreter& interpreter, const Call& call) {
    const Activation& x = call.activation(0);
    const Tensor& weight = call.tensor(1);
    expect_matrix(weight, 2);
    if (x.view.axes.size() != 2 || call.int_attribute("transA", 0) != 0)
        throw Unsupported("Gemm whose first operand is transposed or no matrix");
    const bool out_by_in = call.int_attribute("transB", 0) != 0;
    const std::int64_t out = weight.shape[out_by_in ? 0 : 1];
    const auto [layer, factor] = interpreter.scaled_layer_of(x, call.label());
    const View view{layer, x.view.offset, x.view.axes};
    expect_inner(view, interpreter.layers(), weight.shape[out_by_in ? 1 : 0]);
    Values bias;
    const Tensor* given = call.has(2) ? &call.tensor(2) : nullptr;
    if (given) {
        if (!given->is_real() || (given->size() > 1 && given->shape.back() != static_cast<std::int64_t>(given->size())))
            throw Unsupported("bias that differs from row to row");
        const double beta = call.float_attribute("beta", 1);
        std::vector<float> values;
        for (const std::size_t index : broadcast_indices(given->shape, {1, out}))
            values.push_back(static_cast<float>(given->at(index) * beta));
        bias = share(std::move(values));
    }
    return linear(interpreter, view, oriented(weight, !out_by_in, call.float_attribute("alpha", 1) * factor),
                  std::move(bias), out, linear_label(call, weight, given));
}

} // namespace stavp::workloads::onnx_import
