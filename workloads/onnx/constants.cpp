#include "workloads/onnx/constants.h"

#include "workloads/onnx/unsupported.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

namespace stavp::workloads::onnx_import {

namespace {

using onnx::TensorProto;

std::vector<Tensor> one(Tensor tensor) {
    std::vector<Tensor> out;
    out.push_back(std::move(tensor));
    return out;
}

Tensor constant_node(const Call& call) {
    if (call.has_attribute("value")) return call.tensor_attribute("value");
    if (call.has_attribute("value_int")) return scalar(call.int_attribute("value_int", 0));
    if (call.has_attribute("value_ints")) return integers(call.ints_attribute("value_ints"));
    Tensor out;
    if (call.has_attribute("value_float")) {
        out.reals = {call.float_attribute("value_float", 0)};
    } else if (call.has_attribute("value_floats")) {
        out.reals = call.floats_attribute("value_floats");
        out.shape = {static_cast<std::int64_t>(out.reals.size())};
    } else {
        throw Unsupported("constant that is no dense tensor of numbers");
    }
    return out;
}

Tensor constant_of_shape(const Call& call) {
    Tensor fill = zeros(Tensor::Kind::real, {1});
    if (call.has_attribute("value")) fill = call.tensor_attribute("value");
    if (!fill.is_scalar()) throw Unsupported("value should have one element");
    Tensor out = zeros(fill.kind, call.ints(0));
    for (float& value : out.reals)
        value = fill.reals[0];
    for (std::int64_t& value : out.integers)
        value = fill.integers[0];
    return out;
}

Tensor range(const Call& call) {
    const bool real = call.tensor(0).is_real();
    for (std::size_t i = 0; i < 3; ++i)
        if (!call.tensor(i).is_scalar() || call.tensor(i).is_real() != real) throw Unsupported("bounds of a range");
    const double start = call.tensor(0).at(0);
    const double step = call.tensor(2).at(0);
    const double steps = std::ceil((call.tensor(1).at(0) - start) / step);
    if (!(std::abs(steps) <= max_elements)) throw Unsupported("range without an end");
    Tensor out = zeros(real ? Tensor::Kind::real : Tensor::Kind::integer,
                       {std::max<std::int64_t>(0, static_cast<std::int64_t>(steps))});
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double value = start + static_cast<double>(i) * step;
        if (real)
            out.reals[i] = static_cast<float>(value);
        else
            out.integers[i] = static_cast<std::int64_t>(value);
    }
    return out;
}

std::int64_t to_integer(double value) {
    constexpr double limit = 9.2e18;
    return std::isnan(value) ? 0 : static_cast<std::int64_t>(std::clamp(value, -limit, limit));
}

Tensor cast(const Call& call) {
    const Tensor& from = call.tensor(0);
    const std::int64_t type = call.int_attribute("to", 0);
    Tensor::Kind kind{};
    switch (type) {
    case TensorProto::FLOAT:
    case TensorProto::DOUBLE:
    case TensorProto::FLOAT16:
    case TensorProto::BFLOAT16:
        kind = Tensor::Kind::real;
        break;
    case TensorProto::INT32:
    case TensorProto::INT64:
        kind = Tensor::Kind::integer;
        break;
    case TensorProto::BOOL:
        kind = Tensor::Kind::boolean;
        break;
    default:
        throw Unsupported(fmt::format("element type {}", type));
    }
    Tensor out = from;
    if (kind == from.kind) return out;
    out = zeros(kind, from.shape);
    out.name = from.name;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (kind == Tensor::Kind::real)
            out.reals[i] = static_cast<float>(from.at(i));
        else if (kind == Tensor::Kind::boolean)
            out.integers[i] = from.at(i) != 0 ? 1 : 0;
        else
            out.integers[i] = from.is_real() ? to_integer(from.at(i)) : from.integers[i];
    }
    return out;
}

} // namespace

std::optional<std::vector<Tensor>> fold(const Call& call) {
    const std::string& op = call.op();
    if (op == "Constant") return one(constant_node(call));
    if (op == "ConstantOfShape") return one(constant_of_shape(call));
    if (op == "Range") return one(range(call));
    if (op == "Cast") return one(cast(call));
    if (op == "Identity" || op == "Dropout") return one(call.tensor(0));
    if (op == "Shape") {
        const Shape shape = call.tensor(0).shape;
        return one(integers(shape));
    }
    if (auto moved = fold_layout(call)) return moved;
    return fold_arithmetic(call);
}

} // namespace stavp::workloads::onnx_import
