#include "models/ddr/call_time_refresh.h"

#include <algorithm>

namespace stavp {

void CallTimeRefresh::one(BankTiming& banks, CommandBus& commands) {
    std::uint64_t earliest = due_;
    std::uint64_t close = 0;
    for (std::uint32_t rank = 0; rank < timing_.ranks; ++rank) {
        earliest = std::max(earliest, banks.earliest_refresh(rank));
        if (banks.any_open(rank)) close = std::max({close, due_, banks.earliest_precharge_all(rank)});
    }
    if (close != 0) {
        close = commands.issue(close);
        earliest = std::max(earliest, close + timing_.tRP);
    }
    const auto refresh = commands.issue(earliest);
    for (std::uint32_t rank = 0; rank < timing_.ranks; ++rank) {
        banks.precharge_all(rank, close);
        banks.refresh(rank, refresh);
    }
    due_ += timing_.tREFI;
    ++done_;
}

void CallTimeRefresh::catch_up(std::uint64_t clock, BankTiming& banks, CommandBus& commands) {
    if (!due_by(clock)) return;
    one(banks, commands);
    if (!due_by(clock)) return;
    // Nothing happened in between, so those before the last came and went on time.
    const auto idle = (clock - due_) / timing_.tREFI;
    due_ += idle * timing_.tREFI;
    done_ += idle;
    one(banks, commands);
}

} // namespace stavp
