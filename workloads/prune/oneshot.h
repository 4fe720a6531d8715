#pragma once

#include "workloads/model/model.h"

#include <set>
#include <span>

namespace stavp::workloads {

/// 1 for kept weights: in each group of pattern.m consecutive ones of a row (the last group may be shorter) the
/// pattern.n of greatest magnitude, ties to the lower index. Rows of `columns` weights.
std::vector<std::uint8_t> magnitude_mask(std::span<const float> weight, std::size_t columns, Pattern pattern);

struct PrunedLayer {
    std::string name;
    Pattern pattern;
    std::size_t weights = 0;
    std::size_t kept = 0;
    /// Sum of squares kept over sum of squares before.
    double kept_energy = 1;
};

/// Prunes every gemm's weight along its reduction dimension without training; layers named in `excluded` stay as they
/// are. A dense pattern changes nothing. Throws std::invalid_argument for an excluded name that is no gemm, and for a
/// quantised model.
std::vector<PrunedLayer> prune_oneshot(Model& model, Pattern pattern, const std::set<std::string>& excluded);

} // namespace stavp::workloads
