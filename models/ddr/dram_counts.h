#pragma once

#include <cstdint>

namespace stavp {

/// Commands, row outcomes and data-bus use. Outcomes are per burst, from what was done for it.
struct DramCounts {
    std::uint64_t row_hits = 0;
    std::uint64_t row_misses = 0;    ///< the bank was closed: ACT
    std::uint64_t row_conflicts = 0; ///< another row was open: PRE and ACT
    std::uint64_t busy_clocks = 0;   ///< data on the bus
    std::uint64_t activates = 0;
    std::uint64_t precharges = 0; ///< PRE and PREA; auto-precharges are no commands
    std::uint64_t refreshes = 0;  ///< REF, one rank each

    std::uint64_t bursts() const { return row_hits + row_misses + row_conflicts; }
    std::uint64_t commands() const { return bursts() + activates + precharges + refreshes; }

    DramCounts& operator+=(const DramCounts& other) {
        row_hits += other.row_hits;
        row_misses += other.row_misses;
        row_conflicts += other.row_conflicts;
        busy_clocks += other.busy_clocks;
        activates += other.activates;
        precharges += other.precharges;
        refreshes += other.refreshes;
        return *this;
    }
};

} // namespace stavp
