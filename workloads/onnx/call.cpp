#include "workloads/onnx/call.h"

#include "workloads/onnx/names.h"
#include "workloads/onnx/tensor_proto.h"
#include "workloads/onnx/unsupported.h"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

namespace stavp::workloads::onnx_import {

const std::string& Call::op() const {
    return node_.op_type();
}

std::string Call::label() const {
    return module_of_node(node_.name(), node_.op_type());
}

std::size_t Call::output_count() const {
    return static_cast<std::size_t>(node_.output_size());
}

bool Call::has_output(std::size_t index) const {
    return index < output_count() && !node_.output(static_cast<int>(index)).empty();
}

const Operand& Call::operand(std::size_t index) const {
    if (!has(index)) throw Unsupported(fmt::format("input {} is absent", index));
    return *operands_[index];
}

const Activation& Call::activation(std::size_t index) const {
    const Activation* found = onnx_import::activation(operand(index));
    if (!found) throw Unsupported(fmt::format("input {} is a constant", index));
    return *found;
}

const Tensor& Call::tensor(std::size_t index) const {
    return *shared_tensor(index);
}

Constant Call::shared_tensor(std::size_t index) const {
    const auto* found = std::get_if<Constant>(&operand(index));
    if (!found) throw Unsupported(fmt::format("input {} is no constant", index));
    return *found;
}

std::vector<std::int64_t> Call::ints(std::size_t index) const {
    const Tensor& values = tensor(index);
    if (values.is_real()) throw Unsupported(fmt::format("input {} should be integers", index));
    return values.integers;
}

std::int64_t Call::int_value(std::size_t index) const {
    const auto values = ints(index);
    if (values.size() != 1) throw Unsupported(fmt::format("input {} should be one integer", index));
    return values[0];
}

const onnx::AttributeProto* Call::attribute(const char* name) const {
    for (const auto& attribute : node_.attribute())
        if (attribute.name() == name) return &attribute;
    return nullptr;
}

std::int64_t Call::int_attribute(const char* name, std::int64_t absent) const {
    const auto* found = attribute(name);
    return found ? found->i() : absent;
}

float Call::float_attribute(const char* name, float absent) const {
    const auto* found = attribute(name);
    return found ? found->f() : absent;
}

std::string Call::string_attribute(const char* name, const std::string& absent) const {
    const auto* found = attribute(name);
    return found ? found->s() : absent;
}

std::vector<std::int64_t> Call::ints_attribute(const char* name) const {
    const auto* found = attribute(name);
    if (!found) return {};
    return {found->ints().begin(), found->ints().end()};
}

std::vector<float> Call::floats_attribute(const char* name) const {
    const auto* found = attribute(name);
    if (!found) return {};
    return {found->floats().begin(), found->floats().end()};
}

Tensor Call::tensor_attribute(const char* name) const {
    const auto* found = attribute(name);
    if (!found || !found->has_t()) throw Unsupported(fmt::format("attribute {} is absent", name));
    return inline_tensor(found->t());
}

std::vector<std::int64_t> Call::axes(std::size_t input) const {
    return has(input) ? ints(input) : ints_attribute("axes");
}

std::size_t normal_axis(std::int64_t axis, std::size_t rank) {
    const auto signed_rank = static_cast<std::int64_t>(rank);
    if (axis < -signed_rank || axis >= signed_rank)
        throw Unsupported(fmt::format("axis {} of an array with {} axes", axis, rank));
    return static_cast<std::size_t>(axis < 0 ? axis + signed_rank : axis);
}

} // namespace stavp::workloads::onnx_import
