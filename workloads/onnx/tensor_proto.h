#pragma once

#include "workloads/onnx/tensor.h"

#include <filesystem>

namespace onnx {
class TensorProto;
} // namespace onnx

namespace stavp::workloads::onnx_import {

/// A tensor whose bytes are in the message itself. Throws Unsupported: unknown or unsupported element type, fewer or
/// more values than the shape has, data kept elsewhere.
Tensor inline_tensor(const onnx::TensorProto& proto);

/// The same for initialisers, whose bytes may lie in a file of their own: a path relative to the model's folder that
/// stays inside it.
Tensor initialiser(const onnx::TensorProto& proto, const std::filesystem::path& folder);

} // namespace stavp::workloads::onnx_import
