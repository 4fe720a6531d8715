#pragma once

#include "workloads/onnx/tensor.h"

#include <optional>

namespace stavp::workloads::onnx_import {

/// What an index of an activation's axis stands for: a row of the sequence, a column of the layer's value, and in
/// attention scores the head and the row that serves as key.
enum class Dim { row, column, head, key };

/// One digit of an axis' index: `extent` values, each worth `stride` in its dimension. Stride 0 repeats.
struct Atom {
    Dim dim;
    std::int64_t extent;
    std::int64_t stride;
    bool operator==(const Atom&) const = default;
};

/// Digits of one axis, most significant first; none for extent 1. Neighbours that make one digit are one atom.
using Axis = std::vector<Atom>;
/// How an array's axes map to rows and columns. The batch of one has no digit: it vanishes wherever it stands.
using Axes = std::vector<Axis>;

Axis digit(Dim dim, std::int64_t extent, std::int64_t stride = 1);
std::int64_t extent(const Axis& axis);
Shape shape_of(const Axes& axes);
/// All axes as one, the first one most significant.
Axis joined(std::span<const Axis> axes);

/// The same elements in the same order under another shape of equally many elements; nothing where a digit would have
/// to be cut unevenly.
std::optional<Axes> reshaped(const Axes& axes, std::span<const std::int64_t> shape);

/// For each index along `axis`, its offset in dimension `dim`.
std::vector<std::int64_t> offsets(const Axis& axis, Dim dim);

/// Place of an element in the layer's value or among the scores.
struct Place {
    std::int64_t row = 0;
    std::int64_t column = 0;
    std::int64_t head = 0;
    std::int64_t key = 0;
};
/// Of every element in row-major order. Throws Unsupported above max_elements.
std::vector<Place> places(const Axes& axes);

} // namespace stavp::workloads::onnx_import
