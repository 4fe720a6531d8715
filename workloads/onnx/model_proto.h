#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace onnx {
class ModelProto;
} // namespace onnx

namespace stavp::workloads::onnx_import {

/// Parses a file's contents into `model`; `name` stands for it in messages. Throws FormatError (one line) for what is
/// no ONNX model, is cut short or damaged, or holds no graph.
void parse_model(std::span<const std::uint8_t> contents, const std::string& name, onnx::ModelProto& model);

} // namespace stavp::workloads::onnx_import
