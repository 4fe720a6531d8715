#pragma once

#include "workloads/deploy/platform_run.h"
#include "workloads/deploy/series.h"
#include "workloads/deploy/table.h"

#include <functional>

namespace stavp::workloads {

struct DeploySettings {
    Platform platform;
    std::size_t sample = 64;       ///< test inputs to run on the platform
    std::size_t calibration = 256; ///< training inputs to calibrate on
    std::uint64_t seed = 1;        ///< of the choice of the latter
    unsigned jobs = 1;             ///< threads and processes at a time; no result depends on it
};

/// `count` of `total` indices, evenly spread, in ascending order; all if there are fewer.
std::vector<std::size_t> spread(std::size_t total, std::size_t count);
/// `count` of `total` indices, drawn without replacement, in ascending order; all if there are fewer.
std::vector<std::size_t> draw(std::size_t total, std::size_t count, std::uint64_t seed);

/// Share of right answers, `outputs` one row per sample.
double accuracy(const Task& task, const Samples& samples, const Matrix& outputs);

/// Told what is being done and which share of the candidate's work is done.
using CandidateProgress = std::function<void(std::string_view step, double share)>;

/// Takes one candidate from float weights to figures: calibrates on training inputs, quantises, measures the integer
/// accuracy over the whole test set, packs the sample and one input of median length, and runs both on the platform.
/// Leaves in `folder` (which must exist) model.safetensors, sample.nmw, single.nmw and the folders of both runs.
/// Throws PlatformFailure, FormatError for a damaged model, std::invalid_argument for one that does not fit the task or
/// cannot be lowered.
DeployedRow deploy_candidate(const Candidate& candidate, const Task& task, const DeploySettings& settings,
                             const std::filesystem::path& folder, const CandidateProgress& progress);

} // namespace stavp::workloads
