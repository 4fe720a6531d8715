#pragma once

#include <array>
#include <cstdint>

namespace stavp {

/// The command pins: one command in each clock. Commands are not booked in the order of their times (an ACT for a
/// later request may come before a RD that is already booked), so taken clocks are remembered one by one.
/// *Assumption*: every command takes one clock, also where LPDDR4 and HBM spread it over more.
class CommandBus {
public:
    /// Books the first free clock at or after `earliest`.
    std::uint64_t issue(std::uint64_t earliest) {
        auto clock = earliest;
        while (taken_[clock % kSlots] == clock + 1)
            ++clock;
        taken_[clock % kSlots] = clock + 1;
        return clock;
    }

private:
    /// Commands further apart than this cannot meet any more: it exceeds the longest wait for a bank.
    static constexpr std::size_t kSlots = 1024;
    std::array<std::uint64_t, kSlots> taken_{}; ///< clock + 1, 0 = never
};

} // namespace stavp
