#pragma once

#include "models/ddr/dram_timing.h"

#include <cstdint>
#include <vector>

namespace stavp {

/// When each rank of a channel is due for an all-bank refresh. One falls due every tREFI; those of several ranks are
/// spread over the interval. It starts as soon as it is due, or, while requests for the rank wait, up to `postpone`
/// intervals later; no other command goes to the rank from then on. Those put off are made up for one after the other.
class RefreshTimer {
public:
    RefreshTimer(const DramTiming& timing, unsigned postpone)
        : interval_(timing.tREFI), postpone_clk_(std::uint64_t{postpone} * timing.tREFI) {
        for (std::uint64_t rank = 0; rank < timing.ranks; ++rank)
            due_.push_back(interval_ + rank * interval_ / timing.ranks);
    }

    std::uint64_t start_clk(std::uint32_t rank, bool requests_wait) const {
        return due_[rank] + (requests_wait ? postpone_clk_ : 0);
    }
    void done(std::uint32_t rank) { due_[rank] += interval_; }
    /// Of a rank that nobody asks for: how many more whole intervals end by `clock`.
    std::uint64_t due_by(std::uint32_t rank, std::uint64_t clock) const {
        return clock < due_[rank] ? 0 : (clock - due_[rank]) / interval_ + 1;
    }
    /// Carries out `count` of them on time; returns the clock of the last.
    std::uint64_t skip(std::uint32_t rank, std::uint64_t count) {
        due_[rank] += count * interval_;
        return due_[rank] - interval_;
    }

private:
    std::uint64_t interval_;
    std::uint64_t postpone_clk_;
    std::vector<std::uint64_t> due_;
};

} // namespace stavp
