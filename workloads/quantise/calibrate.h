#pragma once

#include "workloads/float/forward.h"

#include <optional>

namespace stavp::workloads {

/// Magnitudes of one node's value over the calibration set, whole (one part) or apart for Q, K and V (three parts).
struct ActivationRange {
    std::vector<double> clipped; ///< per part: the percentile asked for, or the maximum
    double maximum = 0;          ///< over all parts
};

using ActivationRanges = std::map<std::string, ActivationRange>;

/// Collects the ranges of every node's value sequence by sequence, apart for groups of sequences, so that ranges
/// without one group cost no second run. `percentile` in (0, 100]; 100 takes the maximum and keeps no values.
class RangeCollector {
public:
    /// Throws std::invalid_argument for a percentile out of range. The model must outlive the collector.
    RangeCollector(const Model& model, double percentile, std::size_t groups);

    /// Runs the float model over the sequence and returns its output. Throws as forward() does.
    Matrix add(const Sequence& sequence, std::size_t group);

    /// Of everything added, but for one group. Throws std::invalid_argument if nothing is left.
    ActivationRanges ranges(std::optional<std::size_t> without = std::nullopt) const;

private:
    struct Part {
        float maximum = 0;
        std::vector<float> magnitudes; ///< only for a percentile below 100
    };
    using Parts = std::map<std::string, std::vector<Part>>;

    ActivationRange merge(const std::vector<const std::vector<Part>*>& groups) const;

    const Model& model_;
    double percentile_;
    std::map<std::string, std::size_t> part_counts_;
    std::vector<Parts> groups_;
};

/// Runs the float model over every sequence and returns the range of every node's value. Throws std::invalid_argument
/// for an empty set or a percentile out of range.
ActivationRanges calibrate(const Model& model, const std::vector<Sequence>& sequences, double percentile);

} // namespace stavp::workloads
