#pragma once

#include "workloads/onnx/layout.h"

#include <optional>
#include <string>

namespace onnx {
class GraphProto;
class ValueInfoProto;
} // namespace onnx

namespace stavp::workloads::onnx_import {

/// How the graph's input is read: one sequence of `rows` rows.
struct InputForm {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    Axes axes;
};

/// The possible readings of an input, the likelier first: two where neither batch nor rows have a fixed extent. `rows`
/// is what the user says. Throws Unsupported.
std::vector<InputForm> input_forms(const onnx::ValueInfoProto& input, std::optional<std::uint32_t> rows);

/// The one input that is no initialiser, and the one output. Throw Unsupported.
const onnx::ValueInfoProto& only_input(const onnx::GraphProto& graph);
const onnx::ValueInfoProto& only_output(const onnx::GraphProto& graph);

} // namespace stavp::workloads::onnx_import
