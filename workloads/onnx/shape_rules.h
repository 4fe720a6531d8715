#pragma once

#include "workloads/onnx/call.h"

namespace stavp::workloads::onnx_import {

// What the operators that move elements do, whether to a constant or to an activation. All throw Unsupported.

/// Shape of the result of Reshape, Flatten, Squeeze and Unsqueeze.
Shape reshape_target(const Call& call, const Shape& from);
/// Of Transpose.
std::vector<std::size_t> permutation(const Call& call, std::size_t rank);

/// Indices start, start + step, ... along one axis.
struct Selection {
    std::size_t axis = 0;
    std::int64_t start = 0;
    std::int64_t step = 1;
    std::int64_t count = 0;
};
/// Of Slice, one after the other.
std::vector<Selection> slices(const Call& call, const Shape& from);
/// Of Split, one per output.
std::vector<Selection> parts(const Call& call, const Shape& from);

} // namespace stavp::workloads::onnx_import
