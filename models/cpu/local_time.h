#pragma once

#include "models/core/clock.h"

#include <algorithm>
#include <cstdint>
#include <systemc>

namespace stavp {

/// The CPU's own clock, in cycles since simulation start, which runs ahead of simulated time by up to a quantum.
/// Every call is for the CPU's thread only, but for reading.
class LocalTime {
public:
    LocalTime(Clock clock, std::uint64_t quantum_cycles) : clock_(clock), quantum_cycles_(quantum_cycles) {}

    std::uint64_t cycles() const { return cycles_; }
    const Clock& clock() const { return clock_; }
    void advance(std::uint64_t cycles) { cycles_ += cycles; }
    /// Cycles until the quantum is used up; 0 or less when it is.
    std::int64_t budget() const { return static_cast<std::int64_t>(synced_ + quantum_cycles_ - cycles_); }

    /// Waits until simulated time has come to this clock.
    void sync() {
        const auto target = clock_.time_of(cycles_);
        const auto& now = sc_core::sc_time_stamp();
        if (target > now) sc_core::wait(target - now);
        catch_up();
        synced_ = cycles_;
    }
    /// After something else has waited: this clock moves to the first edge at or after simulated time.
    void catch_up() {
        const auto now = clock_.cycles_to_cover(sc_core::sc_time_stamp());
        if (now > cycles_) cycles_ = synced_ = now;
    }
    /// Moves on to the first edge at or after `end`, a time yet to come.
    void advance_to(const sc_core::sc_time& end) { cycles_ = std::max(cycles_, clock_.cycles_to_cover(end)); }

private:
    Clock clock_;
    std::uint64_t quantum_cycles_;
    std::uint64_t cycles_ = 0;
    std::uint64_t synced_ = 0;
};

} // namespace stavp
