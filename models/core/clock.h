#pragma once

#include <cmath>
#include <cstdint>
#include <systemc>

namespace stavp {

/// A clock as a period. Frequencies that are no whole number of picoseconds are rounded to the nearest one
/// (1200 MHz -> 833 ps), the resolution of the simulator.
class Clock {
public:
    static Clock from_mhz(double mhz) { return Clock(static_cast<std::uint64_t>(std::llround(1e6 / mhz))); }
    explicit Clock(std::uint64_t period_ps) : period_ps_(period_ps) {}

    std::uint64_t period_ps() const { return period_ps_; }
    sc_core::sc_time time_of(std::uint64_t cycles) const { return sc_core::sc_time::from_value(cycles * period_ps_); }
    /// Whole cycles elapsed at `time` since 0.
    std::uint64_t cycles_at(const sc_core::sc_time& time) const { return time.value() / period_ps_; }
    /// Cycles needed to cover `duration`, rounded up.
    std::uint64_t cycles_to_cover(const sc_core::sc_time& duration) const {
        return (duration.value() + period_ps_ - 1) / period_ps_;
    }
    /// The first edge at or after `time`.
    sc_core::sc_time edge_at_or_after(const sc_core::sc_time& time) const { return time_of(cycles_to_cover(time)); }

private:
    std::uint64_t period_ps_;
};

} // namespace stavp
