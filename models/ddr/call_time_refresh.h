#pragma once

#include "models/ddr/bank_timing.h"
#include "models/ddr/command_bus.h"
#include "models/ddr/dram_timing.h"

#include <cstdint>

namespace stavp {

/// All-bank refresh. One falls due at every multiple of tREFI and is carried out before the first burst that is
/// scheduled at or after that: open rows are precharged together (PREA) as soon as due and allowed, REF follows
/// after tRP, and no bank takes an ACT before tRFC after that. Bursts begun before the due time finish first, which
/// JEDEC permits as postponing. All ranks are refreshed together (*assumption*).
class CallTimeRefresh {
public:
    explicit CallTimeRefresh(const DramTiming& timing) : timing_(timing), due_(timing.tREFI) {}

    bool due_by(std::uint64_t clock) const { return clock >= due_; }
    /// Carries out all that are due by `clock`.
    void catch_up(std::uint64_t clock, BankTiming& banks, CommandBus& commands);
    /// Carried out, or due and undisturbed since, by `clock`.
    std::uint64_t count_by(std::uint64_t clock) const {
        return done_ + (clock >= due_ ? (clock - due_) / timing_.tREFI + 1 : 0);
    }

private:
    void one(BankTiming& banks, CommandBus& commands);

    DramTiming timing_;
    std::uint64_t due_;
    std::uint64_t done_ = 0;
};

} // namespace stavp
