#pragma once

#include <cstddef>
#include <cstdint>

namespace stavp {

/// The address window of the on-chip buffers: four slots of 16 MiB, weight, input, intermediate, output
/// (docs/programming-model.md). Engines refuse operands elsewhere.
inline constexpr std::uint64_t kOnChipBase = 0x5000'0000;
inline constexpr std::uint64_t kOnChipEnd = 0x5400'0000;
inline constexpr std::uint64_t kOnChipSlotBytes = 0x100'0000;
inline constexpr unsigned kOnChipSlots = 4;

/// 0 weight, 1 input, 2 intermediate, 3 output; only for addresses in the window.
constexpr unsigned on_chip_slot(std::uint64_t address) {
    return static_cast<unsigned>((address - kOnChipBase) / kOnChipSlotBytes);
}

} // namespace stavp
