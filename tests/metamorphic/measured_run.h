#pragma once

#include "tests/system/shell.h"

#include <nlohmann/json.hpp>
#include <string>

/// What one `stavp run` left behind.
struct MeasuredRun {
    nlohmann::json summary;
    std::string summary_text;
    std::string outputs; ///< outputs.bin

    std::uint64_t cycles() const { return summary.at("cycles").get<std::uint64_t>(); }
};

/// Runs `workload` in `folder` with these options; the test fails if the run does not pass its check.
MeasuredRun measure(const ScratchFolder& folder, const std::string& workload, const std::string& options);
/// A bare-metal program instead of a workload.
MeasuredRun measure_program(const ScratchFolder& folder, const std::string& elf, const std::string& options);
