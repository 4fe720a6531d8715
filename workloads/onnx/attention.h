#pragma once

#include "workloads/onnx/operand.h"

namespace stavp::workloads::onnx_import {

/// Values that an attention weighs: columns of a layer, head after head.
struct Heads {
    LayerId layer = 0;
    std::vector<std::int64_t> columns;
};

/// Adds an attention over one packed gemm of the three projections, whose weights are gathered from the layers that
/// the scores and values come of. Throws Unsupported unless these are gemms of one and the same value.
LayerId add_attention(LayerGraph& layers, const Scores& scores, const Heads& values, const std::string& label);

} // namespace stavp::workloads::onnx_import
