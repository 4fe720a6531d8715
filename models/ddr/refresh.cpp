#include "models/ddr/refresh.h"

#include <algorithm>

namespace stavp {

void RefreshTimer::one(BankTiming& banks, CommandBus& commands) {
    auto earliest = std::max(due_, banks.earliest_refresh());
    if (banks.any_open()) {
        const auto precharge = commands.issue(std::max(due_, banks.earliest_precharge_all()));
        earliest = std::max(earliest, precharge + timing_.tRP);
        if (listener_) listener_({DramCommand::precharge_all, precharge, {}});
    }
    const auto refresh = commands.issue(earliest);
    banks.refresh(refresh);
    if (listener_) listener_({DramCommand::refresh, refresh, {}});
    due_ += timing_.tREFI;
    ++done_;
}

void RefreshTimer::catch_up(std::uint64_t clock, BankTiming& banks, CommandBus& commands) {
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
