#pragma once

#include "platform/campaign/outcome_of_fault.h"
#include "platform/run/simulate.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace stavp::faults {

struct CampaignOptions {
    std::size_t faults = 500;
    std::uint64_t seed = 1;
    unsigned jobs = 1;
    std::filesystem::path folder;
    double timeout_seconds = 60; ///< host time of one run
};

/// Rows in the order of the faults.
struct Campaign {
    std::uint64_t golden_cycles = 0;
    std::vector<CampaignRow> rows;
};

using CampaignSimulate = std::function<RunResult(const Job& job, Console& console)>;

/// One run without faults, then one for each of the faults that are drawn from it, each in a process of its own. Writes
/// `folder`: golden/ (a run's folder), faults/ID/ with plan.yaml, row.json and console.log, results.csv, results.jsonl
/// and campaign.json, which do not depend on `jobs`. A run may take ten times the cycles of the one without faults, and
/// in protected mode twenty time-outs of the firmware besides.
///
/// Throws InputError where the folder cannot be used or the run without faults fails, sweep::Interrupted on a signal.
/// This process must have one thread only.
Campaign run_campaign(const Job& job, const CampaignOptions& options, const CampaignSimulate& simulate);

/// The table of kinds and outcomes, and how to run each silent one again; `command`: as far as the plan's name.
std::string campaign_text(const Campaign& campaign, const std::filesystem::path& folder, const std::string& command);
std::string campaign_json(const Campaign& campaign, const CampaignOptions& options);
std::string campaign_csv(const Campaign& campaign);

} // namespace stavp::faults
