#include "workloads/onnx/shape_rules.h"

#include "workloads/onnx/unsupported.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <limits>
#include <numeric>

namespace stavp::workloads::onnx_import {

namespace {

constexpr int split_counts_opset = 18; // Split's attribute num_outputs

Shape reshape_shape(const Call& call, const Shape& from) {
    Shape target = call.ints(1);
    const bool copy_zeros = call.int_attribute("allowzero", 0) == 0;
    std::int64_t* open = nullptr;
    for (std::size_t i = 0; i < target.size(); ++i) {
        if (target[i] == 0 && copy_zeros) {
            if (i >= from.size()) throw Unsupported("0 in the shape has no axis to copy");
            target[i] = from[i];
        }
        if (target[i] != -1) continue;
        if (open) throw Unsupported("two open extents");
        open = &target[i];
    }
    const std::size_t elements = element_count(from);
    if (open) {
        *open = 1;
        const std::size_t others = element_count(target);
        if (others == 0 || elements % others != 0)
            throw Unsupported(fmt::format("{} does not reshape to {}", to_string(from), to_string(call.ints(1))));
        *open = static_cast<std::int64_t>(elements / others);
    }
    if (element_count(target) != elements)
        throw Unsupported(fmt::format("{} does not reshape to {}", to_string(from), to_string(target)));
    return target;
}

Shape flattened(const Call& call, const Shape& from) {
    const std::int64_t rank = static_cast<std::int64_t>(from.size());
    const std::int64_t given = call.int_attribute("axis", 1);
    if (given < -rank || given > rank) throw Unsupported("axis out of range");
    const auto axis = static_cast<std::size_t>(given < 0 ? given + rank : given);
    return {static_cast<std::int64_t>(element_count(std::span(from).first(axis))),
            static_cast<std::int64_t>(element_count(std::span(from).subspan(axis)))};
}

Shape squeezed(const Call& call, const Shape& from) {
    const auto axes = call.axes(1);
    std::vector<bool> gone(from.size());
    for (std::size_t i = 0; i < from.size(); ++i)
        gone[i] = axes.empty() && from[i] == 1;
    for (const std::int64_t given : axes) {
        const std::size_t axis = normal_axis(given, from.size());
        if (from[axis] != 1) throw Unsupported(fmt::format("axis {} of {} is not 1", given, to_string(from)));
        gone[axis] = true;
    }
    Shape out;
    for (std::size_t i = 0; i < from.size(); ++i)
        if (!gone[i]) out.push_back(from[i]);
    return out;
}

Shape unsqueezed(const Call& call, const Shape& from) {
    const auto axes = call.axes(1);
    std::vector<bool> added(from.size() + axes.size());
    for (const std::int64_t given : axes) {
        const std::size_t axis = normal_axis(given, added.size());
        if (added[axis]) throw Unsupported("an axis is given twice");
        added[axis] = true;
    }
    Shape out;
    std::size_t next = 0;
    for (const bool one : added)
        out.push_back(one ? 1 : from[next++]);
    return out;
}

} // namespace

Shape reshape_target(const Call& call, const Shape& from) {
    if (call.op() == "Flatten") return flattened(call, from);
    if (call.op() == "Squeeze") return squeezed(call, from);
    if (call.op() == "Unsqueeze") return unsqueezed(call, from);
    return reshape_shape(call, from);
}

std::vector<std::size_t> permutation(const Call& call, std::size_t rank) {
    std::vector<std::size_t> out(rank);
    std::iota(out.rbegin(), out.rend(), std::size_t{0});
    if (!call.has_attribute("perm")) return out;
    const auto given = call.ints_attribute("perm");
    if (given.size() != rank) throw Unsupported("perm does not have one entry per axis");
    std::vector<bool> seen(rank);
    for (std::size_t i = 0; i < rank; ++i) {
        out[i] = normal_axis(given[i], rank);
        if (seen[out[i]]) throw Unsupported("perm names an axis twice");
        seen[out[i]] = true;
    }
    return out;
}

std::vector<Selection> slices(const Call& call, const Shape& from) {
    const bool by_inputs = call.inputs() > 1; // attributes before opset 10
    const auto starts = by_inputs ? call.ints(1) : call.ints_attribute("starts");
    const auto ends = by_inputs ? call.ints(2) : call.ints_attribute("ends");
    auto axes = by_inputs ? (call.has(3) ? call.ints(3) : Shape{}) : call.ints_attribute("axes");
    const auto steps = call.has(4) ? call.ints(4) : Shape(starts.size(), 1);
    if (axes.empty()) {
        axes.resize(starts.size());
        std::iota(axes.begin(), axes.end(), std::int64_t{0});
    }
    if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
        throw Unsupported("starts, ends, axes and steps differ in length");
    std::vector<Selection> out;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t axis = normal_axis(axes[i], from.size());
        const std::int64_t extent = from[axis];
        const std::int64_t step = steps[i];
        if (extent == 0) throw Unsupported("slice of nothing");
        if (step == 0 || step < -std::numeric_limits<std::int32_t>::max()) throw Unsupported("bad step");
        const auto clamped = [&](std::int64_t index, std::int64_t low, std::int64_t high) {
            return std::clamp(index < 0 ? index + extent : index, low, high);
        };
        const std::int64_t start = step > 0 ? clamped(starts[i], 0, extent) : clamped(starts[i], 0, extent - 1);
        const std::int64_t end = step > 0 ? clamped(ends[i], 0, extent) : clamped(ends[i], -1, extent - 1);
        const std::int64_t distance = step > 0 ? end - start : start - end;
        const std::int64_t stride = std::abs(step);
        out.push_back({axis, start, step, distance <= 0 ? 0 : (distance - 1) / stride + 1});
    }
    return out;
}

std::vector<Selection> parts(const Call& call, const Shape& from) {
    const std::size_t axis = normal_axis(call.int_attribute("axis", 0), from.size());
    const auto outputs = static_cast<std::int64_t>(call.output_count());
    Shape counts = call.has(1) ? call.ints(1) : call.ints_attribute("split");
    if (counts.empty()) {
        if (outputs == 0 || (from[axis] % outputs != 0 && call.opset() < split_counts_opset))
            throw Unsupported(fmt::format("axis of {} does not split into {} equal parts", from[axis], outputs));
        const std::int64_t each = (from[axis] + outputs - 1) / outputs;
        counts.assign(call.output_count(), each);
        counts.back() = from[axis] - each * (outputs - 1);
    }
    if (counts.size() != call.output_count()) throw Unsupported("parts and outputs differ in number");
    std::vector<Selection> out;
    std::int64_t start = 0;
    for (const std::int64_t count : counts) {
        if (count < 0 || count > from[axis] - start) throw Unsupported("parts are larger than the axis");
        out.push_back({axis, start, 1, count});
        start += count;
    }
    if (start != from[axis]) throw Unsupported("parts are smaller than the axis");
    return out;
}

} // namespace stavp::workloads::onnx_import
