#pragma once

#include <cstdint>

namespace stavp {

inline constexpr unsigned kSyncCounters = 64;
inline constexpr std::uint32_t kSyncCounterMask = 0xfffff;

/// True when a 20-bit counter that wraps has come to `target` or passed it by less than half its range.
inline bool sync_reached(std::uint32_t counter, std::uint32_t target) {
    return ((counter - target) & kSyncCounterMask) < 0x80000;
}

} // namespace stavp
