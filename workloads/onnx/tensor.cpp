#include "workloads/onnx/tensor.h"

#include "workloads/onnx/unsupported.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::workloads::onnx_import {

std::size_t element_count(std::span<const std::int64_t> shape) {
    std::int64_t count = 1;
    if (std::ranges::find(shape, 0) != shape.end()) return 0;
    for (const std::int64_t extent : shape) {
        if (extent < 0) throw Unsupported("negative extent");
        if (extent > max_elements / count) throw Unsupported(fmt::format("more than {} elements", max_elements));
        count *= extent;
    }
    return static_cast<std::size_t>(count);
}

Tensor zeros(Tensor::Kind kind, Shape shape) {
    Tensor out;
    out.kind = kind;
    const std::size_t count = element_count(shape);
    if (kind == Tensor::Kind::real)
        out.reals.resize(count);
    else
        out.integers.resize(count);
    out.shape = std::move(shape);
    return out;
}

Tensor integers(std::vector<std::int64_t> values) {
    Tensor out;
    out.kind = Tensor::Kind::integer;
    out.shape = {static_cast<std::int64_t>(values.size())};
    out.integers = std::move(values);
    return out;
}

Tensor scalar(std::int64_t value) {
    Tensor out = integers({value});
    out.shape.clear();
    return out;
}

Shape broadcast(const Shape& a, const Shape& b) {
    Shape out(std::max(a.size(), b.size()));
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t left = i < a.size() ? a[a.size() - 1 - i] : 1;
        const std::int64_t right = i < b.size() ? b[b.size() - 1 - i] : 1;
        if (left != right && left != 1 && right != 1)
            throw Unsupported(fmt::format("shapes {} and {} do not fit together", to_string(a), to_string(b)));
        out[out.size() - 1 - i] = left == 1 ? right : left;
    }
    return out;
}

std::vector<std::size_t> broadcast_indices(const Shape& from, const Shape& shape) {
    if (from.size() > shape.size() || broadcast(from, shape) != shape)
        throw Unsupported(fmt::format("shape {} does not broadcast to {}", to_string(from), to_string(shape)));
    std::vector<std::size_t> strides(shape.size());
    std::size_t stride = 1;
    for (std::size_t i = from.size(); i-- > 0;) {
        strides[i + shape.size() - from.size()] = from[i] == 1 ? 0 : stride;
        stride *= static_cast<std::size_t>(from[i]);
    }
    std::vector<std::size_t> indices(element_count(shape));
    Shape position(shape.size());
    std::size_t index = 0;
    for (std::size_t& out : indices) {
        out = index;
        for (std::size_t axis = shape.size(); axis-- > 0;) {
            index += strides[axis];
            if (++position[axis] < shape[axis]) break;
            index -= strides[axis] * static_cast<std::size_t>(shape[axis]);
            position[axis] = 0;
        }
    }
    return indices;
}

std::string to_string(const Shape& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

} // namespace stavp::workloads::onnx_import
