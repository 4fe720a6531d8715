#include "workloads/onnx/constants.h"
#include "workloads/onnx/shape_rules.h"
#include "workloads/onnx/unsupported.h"

#include <fmt/format.h>

namespace stavp::workloads::onnx_import {

namespace {

Tensor selected(const Tensor& from, Shape shape, std::span<const std::size_t> indices) {
    Tensor out = zeros(from.kind, std::move(shape));
    for (std::size_t i = 0; i < indices.size(); ++i) {
        if (from.is_real())
            out.reals[i] = from.reals[indices[i]];
        else
            out.integers[i] = from.integers[indices[i]];
    }
    return out;
}

Tensor with_shape(Tensor tensor, Shape shape) {
    tensor.shape = std::move(shape);
    return tensor;
}

/// Elements before, along and after an axis.
struct Extents {
    std::size_t outer;
    std::size_t along;
    std::size_t inner;
};

Extents extents_at(const Shape& shape, std::size_t axis) {
    return {element_count(std::span(shape).first(axis)), static_cast<std::size_t>(shape[axis]),
            element_count(std::span(shape).subspan(axis + 1))};
}

/// The entries `along` (checked) of one axis.
Tensor taken(const Tensor& from, std::size_t axis, const std::vector<std::int64_t>& along) {
    const auto [outer, extent, inner] = extents_at(from.shape, axis);
    Shape shape = from.shape;
    shape[axis] = static_cast<std::int64_t>(along.size());
    std::vector<std::size_t> indices;
    indices.reserve(element_count(shape));
    for (std::size_t o = 0; o < outer; ++o)
        for (const std::int64_t index : along)
            for (std::size_t i = 0; i < inner; ++i)
                indices.push_back((o * extent + static_cast<std::size_t>(index)) * inner + i);
    return selected(from, std::move(shape), indices);
}

Tensor taken(const Tensor& from, const Selection& selection) {
    std::vector<std::int64_t> along;
    for (std::int64_t i = 0; i < selection.count; ++i)
        along.push_back(selection.start + i * selection.step);
    return taken(from, selection.axis, along);
}

Tensor sliced(const Call& call) {
    Tensor out = call.tensor(0);
    for (const Selection& selection : slices(call, out.shape))
        out = taken(out, selection);
    return out;
}

Tensor gathered(const Call& call) {
    const Tensor& from = call.tensor(0);
    const std::size_t axis = normal_axis(call.int_attribute("axis", 0), from.shape.size());
    auto along = call.ints(1);
    for (std::int64_t& index : along) {
        if (index < -from.shape[axis] || index >= from.shape[axis]) throw Unsupported("index out of range");
        if (index < 0) index += from.shape[axis];
    }
    Shape shape(from.shape.begin(), from.shape.begin() + static_cast<std::ptrdiff_t>(axis));
    const Shape& middle = call.tensor(1).shape;
    shape.insert(shape.end(), middle.begin(), middle.end());
    shape.insert(shape.end(), from.shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, from.shape.end());
    return with_shape(taken(from, axis, along), std::move(shape));
}

Tensor transposed(const Call& call) {
    const Tensor& from = call.tensor(0);
    const auto order = permutation(call, from.shape.size());
    Shape shape;
    for (const std::size_t axis : order)
        shape.push_back(from.shape[axis]);
    std::vector<std::size_t> indices{0};
    for (const std::size_t axis : order) {
        const std::size_t stride = extents_at(from.shape, axis).inner;
        std::vector<std::size_t> finer;
        finer.reserve(indices.size() * static_cast<std::size_t>(from.shape[axis]));
        for (const std::size_t index : indices)
            for (std::int64_t i = 0; i < from.shape[axis]; ++i)
                finer.push_back(index + static_cast<std::size_t>(i) * stride);
        indices = std::move(finer);
    }
    Tensor out = selected(from, std::move(shape), indices);
    out.name = from.name;
    return out;
}

Tensor concatenated(const Call& call) {
    const Tensor& first = call.tensor(0);
    const std::size_t axis = normal_axis(call.int_attribute("axis", 0), first.shape.size());
    Shape shape = first.shape;
    for (std::size_t i = 1; i < call.inputs(); ++i) {
        Shape other = call.tensor(i).shape;
        if (other.size() != shape.size() || call.tensor(i).kind != first.kind) throw Unsupported("inputs do not fit");
        shape[axis] += other[axis];
        other[axis] = first.shape[axis];
        if (other != first.shape) throw Unsupported("inputs do not fit");
    }
    Tensor out = zeros(first.kind, shape);
    const auto [outer, extent, inner] = extents_at(shape, axis);
    std::size_t before = 0;
    for (std::size_t i = 0; i < call.inputs(); ++i) {
        const Tensor& part = call.tensor(i);
        const auto run = static_cast<std::size_t>(part.shape[axis]) * inner;
        for (std::size_t o = 0; o < outer; ++o) {
            for (std::size_t e = 0; e < run; ++e) {
                const std::size_t to = o * extent * inner + before + e;
                if (out.is_real())
                    out.reals[to] = part.reals[o * run + e];
                else
                    out.integers[to] = part.integers[o * run + e];
            }
        }
        before += run;
    }
    return out;
}

Tensor expanded(const Call& call) {
    const Tensor& from = call.tensor(0);
    Shape shape = broadcast(from.shape, call.ints(1));
    const auto indices = broadcast_indices(from.shape, shape);
    return selected(from, std::move(shape), indices);
}

Tensor triangle(const Call& call) {
    Tensor out = call.tensor(0);
    if (out.shape.size() < 2) throw Unsupported("array with fewer than 2 axes");
    const bool upper = call.int_attribute("upper", 1) != 0;
    const std::int64_t diagonal = call.has(1) ? call.int_value(1) : 0;
    const std::int64_t columns = out.shape.back();
    const std::int64_t rows = out.shape[out.shape.size() - 2];
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto index = static_cast<std::int64_t>(i);
        const std::int64_t beyond = index % columns - index / columns % rows;
        if (upper ? beyond >= diagonal : beyond <= diagonal) continue;
        if (out.is_real())
            out.reals[i] = 0;
        else
            out.integers[i] = 0;
    }
    return out;
}

} // namespace

std::optional<std::vector<Tensor>> fold_layout(const Call& call) {
    const std::string& op = call.op();
    std::vector<Tensor> out;
    if (op == "Reshape" || op == "Flatten" || op == "Squeeze" || op == "Unsqueeze")
        out.push_back(with_shape(call.tensor(0), reshape_target(call, call.tensor(0).shape)));
    else if (op == "Transpose")
        out.push_back(transposed(call));
    else if (op == "Slice")
        out.push_back(sliced(call));
    else if (op == "Gather")
        out.push_back(gathered(call));
    else if (op == "Concat")
        out.push_back(concatenated(call));
    else if (op == "Expand")
        out.push_back(expanded(call));
    else if (op == "Trilu")
        out.push_back(triangle(call));
    else if (op == "Split")
        for (const Selection& part : parts(call, call.tensor(0).shape))
            out.push_back(taken(call.tensor(0), part));
    else
        return std::nullopt;
    return out;
}

} // namespace stavp::workloads::onnx_import
