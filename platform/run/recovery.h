#pragma once

#include "platform/run/run_result.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace stavp {

/// What protected firmware tells through sysctl.EVENT, by KIND.
inline constexpr std::array<std::string_view, 9> kRecoveryEvents = {
    "retries",      "ecc_corrected", "ecc_uncorrected", "lost_interrupts", "spurious_interrupts",
    "short_copies", "timeouts",      "engine_errors",   "bad_checksums"};

/// How often each happened.
class RecoveryCounts {
public:
    void add(std::uint32_t kind, std::uint32_t count) {
        if (kind < counts_.size()) counts_[kind] += count;
    }
    Counters counters() const {
        Counters counters;
        for (std::size_t kind = 0; kind < counts_.size(); ++kind)
            counters.emplace_back(kRecoveryEvents[kind], counts_[kind]);
        return counters;
    }

private:
    std::array<std::uint64_t, kRecoveryEvents.size()> counts_{};
};

} // namespace stavp
