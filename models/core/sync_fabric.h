#pragma once

#include <cstdint>
#include <systemc>

namespace stavp {

inline constexpr unsigned kSyncCounters = 64;
inline constexpr std::uint32_t kSyncCounterMask = 0xfffff;

/// The wires between the engines and the sync counters (block `sync`): 64 counters of 20 bits that wrap.
class SyncFabric {
public:
    virtual ~SyncFabric() = default;
    virtual void increment(unsigned counter) = 0;
    virtual std::uint32_t value(unsigned counter) const = 0;
    /// Notified (delta) after any change of `counter`.
    virtual const sc_core::sc_event& changed(unsigned counter) const = 0;
};

/// True when a 20-bit counter that wraps has come to `target` or passed it by less than half its range.
inline bool sync_reached(std::uint32_t counter, std::uint32_t target) {
    return ((counter - target) & kSyncCounterMask) < 0x80000;
}

} // namespace stavp
