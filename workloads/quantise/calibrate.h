#pragma once

#include "workloads/float/forward.h"

namespace stavp::workloads {

/// Magnitudes of one node's value over the calibration set, whole (one part) or apart for Q, K and V (three parts).
struct ActivationRange {
    std::vector<double> clipped; ///< per part: the percentile asked for, or the maximum
    double maximum = 0;          ///< over all parts
};

/// Runs the float model over every sequence and returns the range of every node's value. `percentile` in (0, 100];
/// 100 takes the maximum. Throws std::invalid_argument for an empty set or a percentile out of range.
std::map<std::string, ActivationRange> calibrate(const Model& model, const std::vector<Sequence>& sequences,
                                                 double percentile);

} // namespace stavp::workloads
