#include "models/core/dmi_gaps.h"

#include <algorithm>

namespace stavp {

void DmiGaps::narrow(std::uint64_t address, tlm::tlm_dmi& region) const {
    auto first = region.get_start_address();
    auto last = region.get_end_address();
    const auto above = pages_.upper_bound(address);
    if (above != pages_.end()) last = std::min<std::uint64_t>(last, *above - 1);
    if (above != pages_.begin()) {
        const auto below = *std::prev(above);
        if (address - below < kPageBytes) {
            first = std::max<std::uint64_t>(first, below);
            last = std::min<std::uint64_t>(last, below + kPageBytes - 1);
            region.allow_none();
        } else {
            first = std::max<std::uint64_t>(first, below + kPageBytes);
        }
    }
    region.set_dmi_ptr(region.get_dmi_ptr() + (first - region.get_start_address()));
    region.set_start_address(first);
    region.set_end_address(last);
}

} // namespace stavp
