#pragma once

#include <cstddef>
#include <cstdint>

namespace stavp {

/// The address window of the on-chip buffers: four slots of 16 MiB, weight, input, intermediate, output
/// (docs/programming-model.md). Engines refuse operands elsewhere.
inline constexpr std::uint64_t kOnChipBase = 0x5000'0000;
inline constexpr std::uint64_t kOnChipEnd = 0x5400'0000;
inline constexpr std::size_t kOnChipBuffers = 4;

/// The buffer, 0 to 3, whose slot holds an address inside the window.
constexpr std::size_t on_chip_buffer(std::uint64_t address) {
    return static_cast<std::size_t>((address - kOnChipBase) / ((kOnChipEnd - kOnChipBase) / kOnChipBuffers));
}

} // namespace stavp
