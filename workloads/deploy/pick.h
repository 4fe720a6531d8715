#pragma once

#include "workloads/deploy/table.h"

#include <optional>
#include <string>
#include <vector>

namespace stavp::workloads {

/// What a model must keep. Accuracy is that of int8 over the whole test set, latency that of a single input.
struct Constraints {
    std::optional<double> max_drop{};     ///< below the dense model's float accuracy
    std::optional<double> min_accuracy{}; ///< at most one of the two
    std::optional<double> max_latency_us{};
    std::optional<std::uint64_t> max_cycles{}; ///< at most one of the two

    bool bounds_accuracy() const { return max_drop || min_accuracy; }
    bool bounds_latency() const { return max_latency_us || max_cycles; }
};

struct Choice {
    /// Index of the row chosen; nothing if none satisfies.
    std::optional<std::size_t> winner;
    /// If none satisfies: the row that misses by least, relative to the bounds.
    std::optional<std::size_t> nearest;
    /// Per row: why it was not chosen; empty for the winner.
    std::vector<std::string> reasons;
};

/// With a bound on accuracy the fastest row that satisfies all bounds, else the most accurate one. Ties: the other of
/// the two, then the fewer bytes, then the table's order.
Choice pick(const DeployTable& table, const Constraints& constraints);

} // namespace stavp::workloads
