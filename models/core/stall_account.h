#pragma once

#include "models/core/clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stavp {

/// What an engine does with a cycle. `busy` is the only useful one; the others are the named stall causes.
enum class Activity : std::size_t {
    busy,
    fill_drain,   ///< array or pipeline skew
    operand_port, ///< a buffer port feeds operands slower than they are used
    result_port,  ///< a buffer port takes results slower than they are made
    weights,      ///< wait: weights are being loaded
    activations,  ///< wait: activations are being loaded
    output_space, ///< wait: the destination is still being drained
    dependency,   ///< wait: another engine's result
    fetch,        ///< the next descriptor is on its way
    no_command,   ///< the queue is empty: the host is setting up, or there is nothing to do
    count
};

inline constexpr std::size_t kActivityCount = static_cast<std::size_t>(Activity::count);

/// Stable names for reports, in enum order.
inline constexpr std::array<std::string_view, kActivityCount> kActivityNames = {
    "busy",        "fill_drain",   "operand_port", "result_port", "weights",
    "activations", "output_space", "dependency",   "fetch",       "no_command"};

using ActivityCycles = std::array<std::uint64_t, kActivityCount>;

/// Attributes every cycle of one engine to exactly one activity. Cycles are counted as differences of whole-cycle
/// time stamps, so that between any two snapshots the sum over all activities equals the cycles elapsed, exactly.
class StallAccount {
public:
    explicit StallAccount(Clock clock) : clock_(clock) {}

    /// From the current simulation time on, cycles count as `activity`.
    void enter(Activity activity);
    Activity current() const { return current_; }
    /// Cycles of each activity from time 0 to now.
    ActivityCycles snapshot() const;
    const Clock& clock() const { return clock_; }

private:
    Clock clock_;
    Activity current_ = Activity::no_command;
    std::uint64_t since_cycle_ = 0;
    ActivityCycles cycles_{};
};

} // namespace stavp
