#pragma once

#include "models/ddr/burst_queue.h"
#include "models/ddr/dram_request.h"
#include "models/ddr/dram_timing.h"

#include <array>
#include <cstdint>
#include <vector>

namespace stavp {

/// Remembers why the banks of a channel were not ready, so that the wait of each burst can be split by cause.
class DelayAccount {
public:
    explicit DelayAccount(const DramTiming& timing)
        : timing_(timing), openings_(timing.ranks * timing.banks), refreshes_(timing.ranks) {}

    struct ColumnIssue {
        std::uint64_t unturned_clk; ///< possible from here on, but for the turn-round of the data bus
        std::uint64_t possible_clk;
        std::uint64_t clock;
        std::uint64_t end_clk; ///< of the data
    };

    /// PRE for another row, which someone has waited for since `from`.
    void precharged(std::uint32_t bank, std::uint64_t from, std::uint64_t clock);
    /// ACT: the bank was ready and asked for at `ready`, tRRD and tFAW permitted it at `allowed`.
    void activated(std::uint32_t bank, std::uint64_t ready, std::uint64_t allowed, std::uint64_t clock);
    /// The rank took no commands in [from, to).
    void refreshed(std::uint32_t rank, std::uint64_t from, std::uint64_t to);

    DramDelays of(const Burst& burst, const ColumnIssue& issue) const;

private:
    struct Span {
        std::uint64_t from = 0;
        std::uint64_t to = 0;
    };
    struct Opening {
        Span closing;  ///< recovery and tRP; empty if the bank was closed
        Span activate; ///< tRRD, tFAW
        Span row;      ///< tRCD
    };
    /// As many as can follow each other while one burst waits: those postponed, and a few.
    static constexpr std::size_t kRefreshes = 16;
    struct Refreshes {
        std::array<Span, kRefreshes> last{};
        std::size_t next = 0;
        std::uint64_t end = 0;
    };

    static std::uint64_t overlap(const Span& a, const Span& b);

    DramTiming timing_;
    std::vector<Opening> openings_;
    std::vector<Refreshes> refreshes_;
};

} // namespace stavp
