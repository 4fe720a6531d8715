#include "workloads/onnx/layout.h"

#include "workloads/onnx/unsupported.h"

#include <functional>
#include <numeric>

namespace stavp::workloads::onnx_import {

namespace {

void append(Axis& axis, const Atom& atom) {
    if (atom.extent == 1) return;
    if (!axis.empty() && axis.back().dim == atom.dim && axis.back().stride == atom.extent * atom.stride)
        axis.back() = {atom.dim, axis.back().extent * atom.extent, atom.stride};
    else
        axis.push_back(atom);
}

} // namespace

Axis digit(Dim dim, std::int64_t extent, std::int64_t stride) {
    if (extent == 1) return {};
    return {{dim, extent, stride}};
}

std::int64_t extent(const Axis& axis) {
    return std::transform_reduce(axis.begin(), axis.end(), std::int64_t{1}, std::multiplies<>{},
                                 [](const Atom& atom) { return atom.extent; });
}

Shape shape_of(const Axes& axes) {
    Shape shape;
    for (const Axis& axis : axes)
        shape.push_back(extent(axis));
    return shape;
}

Axis joined(std::span<const Axis> axes) {
    Axis out;
    for (const Axis& axis : axes)
        for (const Atom& atom : axis)
            append(out, atom);
    return out;
}

std::optional<Axes> reshaped(const Axes& axes, std::span<const std::int64_t> shape) {
    Axis rest = joined(axes);
    std::size_t next = 0;
    Axes out;
    for (const std::int64_t wanted : shape) {
        Axis axis;
        for (std::int64_t missing = wanted; missing != 1;) {
            if (missing <= 0 || next == rest.size()) return std::nullopt;
            Atom& atom = rest[next];
            if (missing % atom.extent == 0) {
                append(axis, atom);
                missing /= atom.extent;
                ++next;
            } else if (atom.extent % missing == 0) {
                const std::int64_t inner = atom.extent / missing;
                append(axis, {atom.dim, missing, atom.stride * inner});
                atom.extent = inner;
                missing = 1;
            } else {
                return std::nullopt;
            }
        }
        out.push_back(std::move(axis));
    }
    if (next != rest.size()) return std::nullopt;
    return out;
}

std::vector<std::int64_t> offsets(const Axis& axis, Dim dim) {
    std::vector<std::int64_t> out{0};
    for (const Atom& atom : axis) {
        std::vector<std::int64_t> finer;
        finer.reserve(out.size() * static_cast<std::size_t>(atom.extent));
        for (const std::int64_t offset : out)
            for (std::int64_t i = 0; i < atom.extent; ++i)
                finer.push_back(offset + (atom.dim == dim ? i * atom.stride : 0));
        out = std::move(finer);
    }
    return out;
}

std::vector<Place> places(const Axes& axes) {
    static_cast<void>(element_count(shape_of(axes)));
    std::vector<Place> out{Place{}};
    for (const Atom& atom : joined(axes)) {
        std::vector<Place> finer;
        finer.reserve(out.size() * static_cast<std::size_t>(atom.extent));
        for (const Place& place : out) {
            for (std::int64_t i = 0; i < atom.extent; ++i) {
                Place& moved = finer.emplace_back(place);
                std::int64_t& index = atom.dim == Dim::row      ? moved.row
                                      : atom.dim == Dim::column ? moved.column
                                      : atom.dim == Dim::head   ? moved.head
                                                                : moved.key;
                index += i * atom.stride;
            }
        }
        out = std::move(finer);
    }
    return out;
}

} // namespace stavp::workloads::onnx_import
