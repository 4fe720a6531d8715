#pragma once

#include <filesystem>

namespace onnx {
class ModelProto;
} // namespace onnx

namespace stavp::workloads::onnx_import {

/// Parses `file` into `model`. Throws FormatError (one line) for a file that cannot be read, is no ONNX model, is cut
/// short or damaged, or holds no graph.
void read_model(const std::filesystem::path& file, onnx::ModelProto& model);

} // namespace stavp::workloads::onnx_import
