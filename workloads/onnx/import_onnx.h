#pragma once

#include "workloads/model/model.h"

#include <filesystem>
#include <optional>
#include <span>

namespace stavp::workloads {

struct OnnxOptions {
    /// Rows of a sequence, for graphs that leave their number open.
    std::optional<std::uint32_t> rows;
};

/// The Transformer encoder in an ONNX file (docs/bring-your-own-model.md says what is recognised). Weights are float32,
/// whatever float type the file has. Throws FormatError (one line): for a file that is no whole ONNX model its first
/// fault, for a graph that cannot be imported all of its nodes and tensors that stand in the way.
Model import_onnx(const std::filesystem::path& file, const OnnxOptions& options = {});
/// The same of a file's contents; `file` names it, and external data is looked for beside it.
Model import_onnx(std::span<const std::uint8_t> contents, const std::filesystem::path& file,
                  const OnnxOptions& options = {});

} // namespace stavp::workloads
