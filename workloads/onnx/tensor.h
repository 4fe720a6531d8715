#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace stavp::workloads::onnx_import {

using Shape = std::vector<std::int64_t>;

/// A constant of the graph, row-major. Every float type is held as float32, every integer type as int64; booleans are
/// integers 0 and 1.
struct Tensor {
    enum class Kind { real, integer, boolean };

    Kind kind = Kind::real;
    Shape shape;
    std::vector<float> reals;
    std::vector<std::int64_t> integers;
    /// The initialiser it comes from; empty for computed ones.
    std::string name{};

    bool is_real() const { return kind == Kind::real; }
    std::size_t size() const { return is_real() ? reals.size() : integers.size(); }
    double at(std::size_t index) const {
        return is_real() ? static_cast<double>(reals[index]) : static_cast<double>(integers[index]);
    }
    bool is_scalar() const { return size() == 1; }
};

using Constant = std::shared_ptr<const Tensor>;

/// Most elements of a tensor or view that the import computes or walks through; an assumption that keeps a hostile
/// file from taking all memory, far above what the platform can run.
inline constexpr std::int64_t max_elements = std::int64_t{1} << 26;

/// Product of the extents. Throws Unsupported for negative ones and above max_elements.
std::size_t element_count(std::span<const std::int64_t> shape);
/// A tensor of `shape` filled with zeros.
Tensor zeros(Tensor::Kind kind, Shape shape);
Tensor integers(std::vector<std::int64_t> values);
Tensor scalar(std::int64_t value);

/// The common shape by ONNX's (numpy's) broadcasting. Throws Unsupported.
Shape broadcast(const Shape& a, const Shape& b);
/// For each element of `shape` in row-major order, the index of the element of a tensor of shape `from` that
/// broadcasts there. Throws Unsupported if `from` does not broadcast to `shape`.
std::vector<std::size_t> broadcast_indices(const Shape& from, const Shape& shape);

/// "[2, 3]", for messages.
std::string to_string(const Shape& shape);

} // namespace stavp::workloads::onnx_import
