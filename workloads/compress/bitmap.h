#pragma once

#include "workloads/format/pattern.h"

#include <cstdint>
#include <span>

namespace stavp::workloads {

/// Stores group number `index` of a row: its values at the positions set in `kept`, at most pattern.n, into `slots`,
/// and a bit for each of them into the row's map. Slots and map hold zeros before.
void store_bitmap_group(std::span<const std::int8_t> group, std::uint32_t kept, Pattern pattern, std::uint64_t index,
                        std::span<std::uint8_t> slots, std::span<std::uint8_t> map_row);

} // namespace stavp::workloads
