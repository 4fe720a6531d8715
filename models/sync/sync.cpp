#include "models/sync/sync.h"

#include "regs/sync_regs.hpp"

namespace stavp {

namespace {

std::uint64_t field(std::uint64_t value, std::uint64_t mask, unsigned shift) {
    return (value & mask) >> shift;
}

} // namespace

Sync::Sync(sc_core::sc_module_name name, sc_core::sc_time latency)
    : sc_module(name), bank("bank", regs::sync::kTable, regs::sync::kSizeBytes, latency), irq("irq"),
      irq_output_("irq_output", irq) {
    static_assert(regs::sync::kTable[regs::sync::COUNTER].count == kSyncCounters);
    static_assert(regs::sync::COUNTER_VALUE == kSyncCounterMask);
    bank.on_write(regs::sync::COUNTER, [this](std::size_t index, std::uint64_t) {
        ledger().written_by_host(static_cast<unsigned>(index));
        counter_changed(static_cast<unsigned>(index));
    });
    bank.on_write(regs::sync::ALARM, [this](std::size_t index, std::uint64_t) { try_alarm(index); });
    bank.on_write(regs::sync::ALARM_STATUS,
                  [this](std::size_t, std::uint64_t status) { irq_output_.set(status != 0); });
}

void Sync::increment(unsigned counter) {
    bank.set(regs::sync::COUNTER, (value(counter) + 1) & kSyncCounterMask, counter);
    counter_changed(counter);
}

std::uint32_t Sync::value(unsigned counter) const {
    return static_cast<std::uint32_t>(bank.get(regs::sync::COUNTER, counter));
}

void Sync::counter_changed(unsigned counter) {
    changed_.at(counter).notify(sc_core::SC_ZERO_TIME);
    for (std::size_t alarm = 0; alarm < regs::sync::kTable[regs::sync::ALARM].count; ++alarm)
        try_alarm(alarm);
}

void Sync::try_alarm(std::size_t alarm) {
    using namespace regs::sync;
    const auto setting = bank.get(ALARM, alarm);
    if ((setting & ALARM_ENABLE) == 0) return;
    const auto counter = static_cast<unsigned>(field(setting, ALARM_ID, ALARM_ID_SHIFT));
    const auto target = static_cast<std::uint32_t>(field(setting, ALARM_VALUE, ALARM_VALUE_SHIFT));
    if (!sync_reached(value(counter), target)) return;
    bank.set(ALARM, setting & ~ALARM_ENABLE, alarm);
    bank.set(ALARM_STATUS, bank.get(ALARM_STATUS) | 1ull << alarm);
    irq_output_.set(true);
}

} // namespace stavp
