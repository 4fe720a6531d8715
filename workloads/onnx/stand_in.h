#pragma once

#include "workloads/onnx/operand.h"

#include <optional>

namespace stavp::workloads::onnx_import {

/// What the output of a node that cannot be imported is taken for, so that the nodes behind it can be examined too: its
/// largest operand, where an operator of this type has that shape. Null operands are absent ones.
std::optional<Activation> stand_in(const std::string& op, std::span<const Operand* const> operands);

} // namespace stavp::workloads::onnx_import
