#include "workloads/compress/bitmap.h"

namespace stavp::workloads {

void store_bitmap_group(std::span<const std::int8_t> group, std::uint32_t kept, Pattern pattern, std::uint64_t index,
                        std::span<std::uint8_t> slots, std::span<std::uint8_t> map_row) {
    std::size_t slot = 0;
    for (std::size_t j = 0; j < group.size(); ++j) {
        if ((kept >> j & 1) == 0) continue;
        const std::uint64_t bit = index * pattern.m + j;
        slots[slot++] = static_cast<std::uint8_t>(group[j]);
        map_row[bit / 8] |= static_cast<std::uint8_t>(1u << (bit % 8));
    }
}

} // namespace stavp::workloads
