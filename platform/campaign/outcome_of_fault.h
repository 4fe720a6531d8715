#pragma once

#include "platform/run/run_result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::faults {

/// What a run with one fault came to.
enum class FaultOutcome {
    not_fired,
    masked,    ///< right bytes, nothing noticed
    corrected, ///< right bytes; ECC, or a look for lost and spurious interrupts, has told of it
    retried,   ///< right bytes after a retry
    reported,  ///< the run failed with an error: of the firmware, by a trap, or of a memory that cannot be read
    hung,      ///< nobody noticed, until the run's time-out
    silent,    ///< the firmware says passed, and bytes are wrong
    crashed,   ///< the simulator itself failed
    count
};
std::string_view name_of(FaultOutcome outcome);

/// `golden`: the final output of a run without faults.
FaultOutcome outcome_of(const RunResult& result, std::span<const std::uint8_t> golden);

/// One fault of a campaign.
struct CampaignRow {
    std::string id;
    std::string kind;
    std::string fault; ///< as a line of a plan
    FaultOutcome outcome = FaultOutcome::crashed;
    bool fired = false;
    double time_ns = 0;
    std::string effect;
    std::string status; ///< of the run
    std::string message;
    std::uint64_t cycles = 0;
    std::uint64_t retries = 0;
    std::uint64_t corrected = 0;
    std::uint64_t uncorrected = 0;
};

CampaignRow row_of(const RunResult& result, std::span<const std::uint8_t> golden);
std::string row_json(const CampaignRow& row);
CampaignRow read_row(const std::string& json);

} // namespace stavp::faults
