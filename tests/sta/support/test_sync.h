#pragma once

#include "models/core/sync_fabric.h"

#include <array>

namespace stavp::test {

/// Sync counters without registers.
class TestSync : public SyncFabric {
public:
    void increment(unsigned counter) override { set(counter, values_[counter] + 1); }
    std::uint32_t value(unsigned counter) const override { return values_[counter]; }
    const sc_core::sc_event& changed(unsigned counter) const override { return events_[counter]; }
    void set(unsigned counter, std::uint32_t value) {
        values_[counter] = value & kSyncCounterMask;
        events_[counter].notify(sc_core::SC_ZERO_TIME);
    }

private:
    std::array<std::uint32_t, kSyncCounters> values_{};
    std::array<sc_core::sc_event, kSyncCounters> events_;
};

} // namespace stavp::test
