#pragma once

#include "workloads/onnx/operand.h"

#include <string>

namespace onnx {
class NodeProto;
class AttributeProto;
} // namespace onnx

namespace stavp::workloads::onnx_import {

/// One node of the graph with the values of its inputs.
class Call {
public:
    Call(const onnx::NodeProto& node, std::vector<const Operand*> operands, int opset)
        : node_(node), operands_(std::move(operands)), opset_(opset) {}

    const std::string& op() const;
    int opset() const { return opset_; }
    /// What to call a layer that this node makes: from the node's name.
    std::string label() const;
    std::size_t output_count() const;
    bool has_output(std::size_t index) const;

    std::size_t inputs() const { return operands_.size(); }
    /// Given, and not left out by an empty name.
    bool has(std::size_t index) const { return index < operands_.size() && operands_[index] != nullptr; }
    /// Throw Unsupported where the input is absent or of another kind.
    const Operand& operand(std::size_t index) const;
    const Activation& activation(std::size_t index) const;
    const Tensor& tensor(std::size_t index) const;
    Constant shared_tensor(std::size_t index) const;
    std::vector<std::int64_t> ints(std::size_t index) const;
    std::int64_t int_value(std::size_t index) const;

    bool has_attribute(const char* name) const { return attribute(name) != nullptr; }
    std::int64_t int_attribute(const char* name, std::int64_t absent) const;
    float float_attribute(const char* name, float absent) const;
    std::string string_attribute(const char* name, const std::string& absent) const;
    std::vector<std::int64_t> ints_attribute(const char* name) const;
    std::vector<float> floats_attribute(const char* name) const;
    Tensor tensor_attribute(const char* name) const;

    /// Axes given by an attribute in older opsets and by an input in newer ones; empty if by neither.
    std::vector<std::int64_t> axes(std::size_t input) const;

private:
    const onnx::AttributeProto* attribute(const char* name) const;

    const onnx::NodeProto& node_;
    std::vector<const Operand*> operands_;
    int opset_;
};

/// -rank..rank-1 to 0..rank-1. Throws Unsupported.
std::size_t normal_axis(std::int64_t axis, std::size_t rank);

} // namespace stavp::workloads::onnx_import
