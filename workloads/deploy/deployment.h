#pragma once

#include "workloads/deploy/candidate.h"

namespace stavp::workloads {

/// Candidates whose platform run failed; one line each.
struct DeployFailure : std::runtime_error {
    explicit DeployFailure(std::vector<std::string> failed);
    std::vector<std::string> lines;
};

/// Told what is being done and which share of the whole work is done (of what was not done before).
using DeployProgress = std::function<void(const std::string& step, double share)>;

/// Deploys every candidate into `folder`: table.json, table.csv, table.md and a folder per candidate. Works in
/// `folder` + ".partial", which becomes `folder` when all is done; until then an earlier deployment there stays as it
/// is. Candidates that an interrupted or failed call finished with the same inputs and programs are not done again.
/// Throws DeployFailure after trying all candidates; FormatError for an output folder that holds other things, and
/// like deploy_candidate(), naming the candidate's file.
DeployTable deploy(const SeriesFolder& series, const Task& task, const DeploySettings& settings,
                   const std::filesystem::path& folder, const DeployProgress& progress);

} // namespace stavp::workloads
