#pragma once

#include "platform/report/change_model.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stavp {

/// A suggested change, and what a run with it gave.
struct TriedChange {
    PredictedChange predicted;
    std::string command;                 ///< to try it
    std::optional<std::uint64_t> cycles; ///< of a run with it
    std::string failure;                 ///< "" or why there is none
};

/// A part of the run's cycles; all of them add up to it.
struct CyclesPart {
    std::string name; ///< as in `stavp why --json`
    std::string text;
    double cycles = 0;
};

struct ExplainedLayer {
    std::string name;
    std::uint64_t cycles = 0;
    Resource binding = Resource::array;
    std::string reason; ///< one or two sentences
};

/// Where a run's time went, and what would shorten it.
struct Explanation {
    const RunResult& result;
    const config::PlatformConfig& config;
    std::vector<CyclesPart> parts;
    std::vector<ExplainedLayer> layers; ///< the longest first
    std::vector<std::string> remarks;   ///< host, DRAM, overlap
    std::vector<TriedChange> changes;
    bool tried = false;
};

/// All but the changes. Both arguments must outlive it.
Explanation explain(const RunResult& result, const config::PlatformConfig& config, const ChangeModel& model);

/// `top` layers at most.
std::string why_text(const Explanation& explanation, std::size_t top);
std::string why_json(const Explanation& explanation);

} // namespace stavp
