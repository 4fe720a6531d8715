#pragma once

#include "workloads/onnx/call.h"

#include <optional>

namespace stavp::workloads::onnx_import {

/// The node's outputs where all its inputs are constants; nothing for an operator that is not computed on constants.
/// Throws Unsupported.
std::optional<std::vector<Tensor>> fold(const Call& call);

// By group; the same contract.
std::optional<std::vector<Tensor>> fold_layout(const Call& call);
std::optional<std::vector<Tensor>> fold_arithmetic(const Call& call);

/// Whether fold() knows the operator at all.
bool folds(const std::string& op);

} // namespace stavp::workloads::onnx_import
