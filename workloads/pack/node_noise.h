#pragma once

#include "workloads/float/forward.h"
#include "workloads/format/image.h"

#include <string>
#include <vector>

namespace stavp::workloads {

/// Signal-to-noise ratios of a tensor of integers against the float value of the same name, in dB over real rows:
/// 10 log10(sum of squared values / sum of squared errors). Infinite where nothing is lost.
struct NodeNoise {
    std::string tensor; ///< a node's name, or NAME.int8 for the int8 copy of an int16 value
    nmw_dtype dtype{};
    double snr_db = 0;     ///< as the integer run has it, with all errors of earlier nodes
    double own_snr_db = 0; ///< of this node alone: its inputs are the float values, rounded to their integer scales
};

/// Of a quantised model over a batch of sequences, in execution order. Values that no tensor holds (a gemm whose ReLU
/// is fused) are left out. Throws as lower() does.
std::vector<NodeNoise> node_noise(const Model& model, const std::vector<Sequence>& sequences);

} // namespace stavp::workloads
