#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stavp {

/// What an engine does with a cycle. `busy` is the only useful one; the others are the named stall causes. A DMA
/// channel is `busy` while its data move through the bus and on-chip memories; the causes from `bus_outstanding` on are
/// those of a transfer, and only DMA channels have them.
enum class Activity : std::size_t {
    busy,
    fill_drain,       ///< array or pipeline skew
    operand_port,     ///< a buffer port feeds operands slower than they are used
    result_port,      ///< a buffer port takes results slower than they are made
    weights,          ///< wait: weights are being loaded
    activations,      ///< wait: activations are being loaded
    output_space,     ///< wait: the destination is still being drained
    dependency,       ///< wait: another engine's result
    fetch,            ///< the next descriptor is on its way
    no_command,       ///< the queue is empty: the host is setting up, or there is nothing to do
    bus_outstanding,  ///< the bus takes no further transaction of this initiator
    bus_arbitration,  ///< another initiator has the way to the target
    ddr_queue,        ///< the memory controller serves other requests, or its queue is full
    ddr_row_miss,     ///< the row is being opened
    ddr_row_conflict, ///< another row is being closed, then this one opened
    ddr_activate,     ///< tRRD and tFAW hold back an activation
    ddr_refresh,      ///< the rank is being refreshed
    ddr_turnaround,   ///< the data bus changes direction or rank
    ddr_access,       ///< column access, controller front end and PHY
    ddr_data,         ///< data beats
    buffer_port,      ///< the buffer's port is taken by others
    count
};

inline constexpr std::size_t kActivityCount = static_cast<std::size_t>(Activity::count);

constexpr std::size_t activity_index(Activity activity) {
    return static_cast<std::size_t>(activity);
}

/// What a wait of an engine was caused by: the activity of the queue that it waited for, or the host.
inline constexpr std::size_t kHostSetup = kActivityCount;      ///< the host is awake
inline constexpr std::size_t kHostAsleep = kActivityCount + 1; ///< the host sleeps too: nothing to do
inline constexpr std::size_t kCauseCount = kActivityCount + 2;

/// Stable names for reports, activities in enum order, then the host's two.
inline constexpr std::array<std::string_view, kCauseCount> kCauseNames = {
    "busy",        "fill_drain",     "operand_port",     "result_port",
    "weights",     "activations",    "output_space",     "dependency",
    "fetch",       "no_command",     "bus_outstanding",  "bus_arbitration",
    "ddr_queue",   "ddr_row_miss",   "ddr_row_conflict", "ddr_activate",
    "ddr_refresh", "ddr_turnaround", "ddr_access",       "ddr_data",
    "buffer_port", "host_setup",     "host_asleep"};

/// The names of activities alone.
inline constexpr std::array<std::string_view, kActivityCount> kActivityNames = [] {
    std::array<std::string_view, kActivityCount> names;
    for (std::size_t i = 0; i < kActivityCount; ++i)
        names[i] = kCauseNames[i];
    return names;
}();

/// Whether the engine waits for another queue or for the host, so that the wait has causes of its own.
constexpr bool is_wait(Activity activity) {
    return activity == Activity::weights || activity == Activity::activations || activity == Activity::output_space ||
           activity == Activity::dependency || activity == Activity::no_command;
}
/// Whether only DMA channels do this.
constexpr bool is_transfer_cause(Activity activity) {
    return activity >= Activity::bus_outstanding && activity < Activity::count;
}

using ActivityCycles = std::array<std::uint64_t, kActivityCount>;
using CauseCycles = std::array<std::uint64_t, kCauseCount>;
using CauseTimes = std::array<std::uint64_t, kCauseCount>;  ///< picoseconds
using WaitCycles = std::array<CauseCycles, kActivityCount>; ///< all 0 for what is no wait

} // namespace stavp
