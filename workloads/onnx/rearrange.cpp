#include "workloads/onnx/interpreter.h"
#include "workloads/onnx/shape_rules.h"
#include "workloads/onnx/unsupported.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

namespace stavp::workloads::onnx_import {

namespace {

Activation with_axes(Activation activation, Axes axes) {
    activation.view.axes = std::move(axes);
    return activation;
}

/// The selected indices of an axis: a range of columns.
Activation selected(Activation from, const Selection& selection) {
    Axis& axis = from.view.axes[selection.axis];
    const std::int64_t all = extent(axis);
    if (selection.start == 0 && selection.step == 1 && selection.count == all) return from;
    if (selection.count == 0) throw Unsupported("selects nothing");
    std::int64_t start = selection.start;
    std::int64_t count = selection.count;
    std::int64_t inner = all;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        Atom& atom = axis[i];
        inner /= atom.extent;
        const std::int64_t first = start / inner;
        const bool one = first == (start + (count - 1) * selection.step) / inner;
        if (!one && (selection.step != 1 && inner != 1)) break;
        if (!one && (start % inner != 0 || count % inner != 0)) break;
        if (atom.dim == Dim::row) throw Unsupported("selects some of the rows; only their mean is offered");
        if (atom.dim != Dim::column) throw Unsupported("selects some of the attention scores");
        from.view.offset += first * atom.stride;
        if (!one) {
            atom.extent = count / inner;
            atom.stride *= selection.step;
            return from;
        }
        start -= first * inner;
        atom.extent = 1;
        if (inner == 1) break;
        if (start == 0 && count == inner && selection.step == 1) break;
    }
    std::erase_if(axis, [](const Atom& atom) { return atom.extent == 1; });
    if (extent(axis) != count) throw Unsupported("selects across heads or rows");
    return from;
}

} // namespace

Operand reshape(Interpreter&, const Call& call) {
    const Activation& from = call.activation(0);
    const Shape old = shape_of(from.view.axes);
    const Shape target = reshape_target(call, old);
    auto axes = reshaped(from.view.axes, target);
    if (!axes)
        throw Unsupported(fmt::format("from {} to {} mixes rows with columns", to_string(old), to_string(target)));
    return with_axes(from, std::move(*axes));
}

Operand transpose(Interpreter&, const Call& call) {
    const Activation& from = call.activation(0);
    Axes axes;
    for (const std::size_t axis : permutation(call, from.view.axes.size()))
        axes.push_back(from.view.axes[axis]);
    return with_axes(from, std::move(axes));
}

Operand slice(Interpreter&, const Call& call) {
    Activation out = call.activation(0);
    for (const Selection& selection : slices(call, shape_of(out.view.axes)))
        out = selected(std::move(out), selection);
    return out;
}

std::vector<Operand> split(const Call& call) {
    const Activation& from = call.activation(0);
    std::vector<Operand> out;
    for (const Selection& part : parts(call, shape_of(from.view.axes)))
        out.emplace_back(selected(from, part));
    return out;
}

Operand gather(Interpreter&, const Call& call) {
    const Activation& from = call.activation(0);
    const Tensor& index = call.tensor(1);
    if (!index.is_scalar() || index.is_real() || index.shape.size() > 1)
        throw Unsupported("selects several entries by a list");
    const std::size_t axis = normal_axis(call.int_attribute("axis", 0), from.view.axes.size());
    const std::int64_t all = extent(from.view.axes[axis]);
    const std::int64_t wanted = index.integers[0] < 0 ? index.integers[0] + all : index.integers[0];
    if (wanted < 0 || wanted >= all) throw Unsupported("index out of range");
    Activation out = selected(from, {axis, wanted, 1, 1});
    if (index.shape.empty()) out.view.axes.erase(out.view.axes.begin() + static_cast<std::ptrdiff_t>(axis));
    return out;
}

Operand expand(Interpreter&, const Call& call) {
    const Activation& from = call.activation(0);
    const Shape target = broadcast(shape_of(from.view.axes), call.ints(1));
    static_cast<void>(element_count(target));
    Axes axes = padded(from.view.axes, target.size());
    for (std::size_t i = 0; i < target.size(); ++i)
        if (extent(axes[i]) != target[i]) axes[i] = digit(Dim::column, target[i], 0);
    return with_axes(from, std::move(axes));
}

Operand identity(Interpreter&, const Call& call) {
    return call.operand(0);
}

Operand dropout(Interpreter&, const Call& call) {
    if (call.has(2) && call.tensor(2).is_scalar() && call.tensor(2).at(0) != 0)
        throw Unsupported("in training mode; export the model for inference");
    return call.operand(0);
}

Operand shape(Interpreter&, const Call& call) {
    const Shape all = shape_of(call.activation(0).view.axes);
    const auto rank = static_cast<std::int64_t>(all.size());
    const auto bound = [&](const char* name, std::int64_t absent) { // both may be given from opset 15 on
        const std::int64_t given = call.int_attribute(name, absent);
        return std::clamp<std::int64_t>(given < 0 ? given + rank : given, 0, rank);
    };
    const std::int64_t start = bound("start", 0);
    const std::int64_t end = std::max(start, bound("end", rank));
    return std::make_shared<const Tensor>(integers({all.begin() + start, all.begin() + end}));
}

Operand cast(Interpreter&, const Call& call) {
    switch (call.int_attribute("to", 0)) {
    case onnx::TensorProto::FLOAT:
    case onnx::TensorProto::DOUBLE:
    case onnx::TensorProto::FLOAT16:
    case onnx::TensorProto::BFLOAT16:
        return call.operand(0);
    default:
        throw Unsupported("of a value that depends on the input to integers or booleans");
    }
}

} // namespace stavp::workloads::onnx_import
