#include "models/timer/clint.h"

#include "regs/clint_regs.hpp"

#include <limits>

namespace stavp {

namespace reg = regs::clint;

namespace {

constexpr std::uint64_t kTickPs = 100'000; ///< 10 MHz, as QEMU's virt
constexpr std::uint64_t kLowHalf = 0xffff'ffff;

std::uint64_t ticks_since_start() {
    return sc_core::sc_time_stamp().value() / kTickPs;
}

} // namespace

Clint::Clint(sc_core::sc_module_name name, sc_core::sc_time latency)
    : sc_module(name), bank("bank", reg::kTable, reg::kSizeBytes, latency), timer_irq("timer_irq"),
      software_irq("software_irq"), timer_output_("timer_output", timer_irq),
      software_output_("software_output", software_irq) {
    SC_HAS_PROCESS(Clint);
    SC_METHOD(compare);
    sensitive << compare_time_;
    bank.on_write(reg::MSIP, [this](std::size_t, std::uint64_t value) { software_output_.set(value != 0); });
    bank.on_write(reg::MTIMECMP, [this](std::size_t, std::uint64_t) { compare(); });
    bank.on_read(reg::MTIME, [this](std::size_t) { return mtime() & kLowHalf; });
    bank.on_read(reg::MTIME_HIGH, [this](std::size_t) { return mtime() >> 32; });
    bank.on_write(reg::MTIME,
                  [this](std::size_t, std::uint64_t low) { set_mtime((mtime() & ~kLowHalf) | (low & kLowHalf)); });
    bank.on_write(reg::MTIME_HIGH,
                  [this](std::size_t, std::uint64_t high) { set_mtime((mtime() & kLowHalf) | high << 32); });
}

std::uint64_t Clint::mtime() const {
    return ticks_since_start() + offset_ticks_;
}

void Clint::set_mtime(std::uint64_t value) {
    offset_ticks_ = value - ticks_since_start();
    compare();
}

void Clint::compare() {
    const auto now = mtime();
    const auto target = bank.get(reg::MTIMECMP);
    compare_time_.cancel();
    timer_output_.set(now >= target);
    if (now >= target) return;
    constexpr auto kLastTick = std::numeric_limits<std::uint64_t>::max() / kTickPs;
    const auto ticks = ticks_since_start();
    if (target - now > kLastTick - ticks) return; // beyond the end of simulated time
    const auto at = sc_core::sc_time::from_value((ticks + (target - now)) * kTickPs);
    compare_time_.notify(at - sc_core::sc_time_stamp());
}

} // namespace stavp
