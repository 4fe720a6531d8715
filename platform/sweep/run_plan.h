#pragma once

#include "platform/sweep/point.h"
#include "platform/sweep/sweep_folder.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stavp::sweep {

/// A point and the packed workload in OUT/workloads that it runs.
struct PlannedPoint {
    Point point;
    std::string workload; ///< name of its file: the content's hash
};

/// OUT/plan.json: everything that is fixed before points run. With the workloads it is all that a worker needs.
struct RunPlan {
    /// What the results follow from besides points and workloads, by name, each with its content's SHA-256.
    std::vector<std::pair<std::string, std::string>> inputs;
    std::filesystem::path platform;
    double timeout_seconds = 0;
    std::optional<std::uint64_t> timeout_cycles;
    std::vector<PlannedPoint> points;
};

/// By rename: the file is there whole or as before.
void write_plan(const SweepFolder& folder, const RunPlan& plan);
/// Throws InputError if there is none, or it is damaged.
RunPlan read_plan(const SweepFolder& folder);

/// One line per input that differs, "firmware: changed"; empty for equal ones. Points are not compared.
std::vector<std::string> differences(const RunPlan& recorded, const RunPlan& now);

} // namespace stavp::sweep
