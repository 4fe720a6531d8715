#pragma once

#include "models/core/sync_fabric.h"

#include <array>

namespace stavp::test {

/// Sync counters without registers.
class Counters : public SyncFabric {
public:
    void increment(unsigned counter) override {
        values_[counter] = (values_[counter] + 1) & kSyncCounterMask;
        changed_[counter].notify(sc_core::SC_ZERO_TIME);
    }
    std::uint32_t value(unsigned counter) const override { return values_[counter]; }
    const sc_core::sc_event& changed(unsigned counter) const override { return changed_[counter]; }

private:
    std::array<std::uint32_t, kSyncCounters> values_{};
    std::array<sc_core::sc_event, kSyncCounters> changed_;
};

} // namespace stavp::test
