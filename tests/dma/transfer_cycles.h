#pragma once

#include "models/core/stall_account.h"

#include <cstdint>

namespace stavp::test {

/// Cycles in which a channel moved data or was held up in moving them.
inline std::uint64_t transfer_cycles(const StallAccount& account) {
    const auto cycles = account.snapshot();
    auto sum = cycles[activity_index(Activity::busy)];
    for (std::size_t i = 0; i < kActivityCount; ++i)
        if (is_transfer_cause(static_cast<Activity>(i))) sum += cycles[i];
    return sum;
}

} // namespace stavp::test
