#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace stavp::sweep {

enum class RowStatus {
    ok,
    failed,    ///< the simulated system failed, or the simulator ended early
    timed_out, ///< in host seconds or in simulated cycles
    refused    ///< its inputs could not be read or do not fit each other
};

/// As in the CSV.
std::string_view name_of(RowStatus status);
std::optional<RowStatus> parse_status(std::string_view name);

/// A figure of a finished point; counts are integers.
struct Metric {
    std::string name;
    std::optional<std::variant<std::uint64_t, double>> value{}; ///< absent: an empty field
};

/// What became of one point.
struct Row {
    std::string id;
    RowStatus status = RowStatus::ok;
    std::string reason; ///< one line; "" where it is ok
    std::vector<std::pair<std::string, std::string>> columns;
    std::string workload;
    std::string pattern;
    std::vector<Metric> metrics; ///< in the order of the CSV
};

/// Nothing where there is no such figure.
std::optional<double> metric(const Row& row, std::string_view name);

} // namespace stavp::sweep
