#pragma once

#include "models/ddr/bank_timing.h"

#include <cstdint>
#include <limits>

namespace stavp {

/// A transaction as the controller sees it: no data, only where, how much and from when on.
struct DramRequest {
    std::uint64_t id; ///< handed back with the completion
    ColumnCommand command;
    std::uint64_t offset;
    std::uint32_t bytes; ///< at least 1; every burst that holds one of them is touched
    std::uint64_t arrival_clk;
};

/// Where the clocks from the arrival of a transaction to its last data beat went. They sum to exactly that. What is
/// told is the story of the burst that ends last.
struct DramDelays {
    std::uint64_t queue = 0;        ///< behind other requests, at the entrance or in the queue
    std::uint64_t refresh = 0;      ///< its rank was being refreshed
    std::uint64_t row_miss = 0;     ///< tRCD of a row opened in a closed bank
    std::uint64_t row_conflict = 0; ///< tRAS, tRTP or tWR before the PRE of another row, tRP, and tRCD after it
    std::uint64_t activate = 0;     ///< tRRD and tFAW
    std::uint64_t turnaround = 0;   ///< tWTR, tRTW and tCS
    std::uint64_t access = 0;       ///< CL or CWL
    std::uint64_t data = 0;         ///< its beats, and those of the transaction's earlier bursts that it waited for

    std::uint64_t total() const {
        return queue + refresh + row_miss + row_conflict + activate + turnaround + access + data;
    }
    bool operator==(const DramDelays&) const = default;
};

struct DramCompletion {
    std::uint64_t id;
    std::uint64_t clock; ///< the last data beat has passed
    DramDelays delays;
};

inline constexpr std::uint64_t kNeverClk = std::numeric_limits<std::uint64_t>::max();

} // namespace stavp
