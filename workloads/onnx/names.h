#pragma once

#include <set>
#include <string>
#include <string_view>

namespace stavp::workloads::onnx_import {

/// Longest name of a layer. A packed workload's names have 47 characters at most (NMW_NAME_BYTES) and add suffixes.
inline constexpr std::size_t max_name = 30;

/// Text from the file in a message: printable, and cut where it is long.
std::string in_quotes(std::string_view text);

/// The module that a node or tensor belongs to, as dotted words: "/layers.0/linear1/MatMul" gives "layers.0.linear1",
/// "layers.0.linear1.weight" too. Empty where the name says nothing ("MatMul_12", "onnx::MatMul_134", "113").
std::string module_of_node(std::string_view node_name, std::string_view op_type);
std::string module_of_tensor(std::string_view tensor_name);

/// Gives layers their names: the label, its leading words cut to initials where it is too long, and a number where it
/// was given before.
class NameGiver {
public:
    std::string name(std::string_view label);

private:
    std::set<std::string> given_;
};

} // namespace stavp::workloads::onnx_import
