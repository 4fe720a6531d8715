#include "platform/trace/mmio/host_stores.h"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

namespace stavp::trace {

namespace {

constexpr std::uint64_t kWordBytes = 8;

} // namespace

void HostStores::accessed(std::uint64_t address, unsigned bytes, bool write, std::uint64_t /*cycle*/) {
    if (!write) return;
    for (const auto end = address + bytes; address < end;) {
        const auto within = address % kWordBytes;
        const auto count = std::min(kWordBytes - within, end - address);
        words_[address - within] |= static_cast<std::uint8_t>(((1U << count) - 1) << within);
        address += count;
    }
}

void HostStores::take(const std::function<void(std::uint64_t, unsigned)>& range) {
    std::vector<std::pair<std::uint64_t, std::uint8_t>> words(words_.begin(), words_.end());
    words_.clear();
    std::ranges::sort(words);
    for (auto [address, mask] : words) {
        while (mask != 0) {
            const auto first = std::countr_zero(mask);
            const auto count = std::countr_one(static_cast<std::uint8_t>(mask >> first));
            range(address + static_cast<unsigned>(first), static_cast<unsigned>(count));
            mask = static_cast<std::uint8_t>(mask & ~(((1U << count) - 1) << first));
        }
    }
}

} // namespace stavp::trace
