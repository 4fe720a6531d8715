#pragma once

#include "models/core/on_chip.h"

#include <array>
#include <cstdint>

namespace stavp {

/// Bytes that an engine moved through its ports, for each on-chip buffer in the order of their addresses. A statistic:
/// it takes no time. What an engine reads several times counts several times.
struct BufferTraffic {
    std::array<std::uint64_t, kOnChipSlots> read_bytes{};
    std::array<std::uint64_t, kOnChipSlots> write_bytes{};

    /// `address`: of any byte of an operand that has passed the engine's checks.
    void read(std::uint64_t address, std::uint64_t bytes) { read_bytes.at(on_chip_slot(address)) += bytes; }
    void write(std::uint64_t address, std::uint64_t bytes) { write_bytes.at(on_chip_slot(address)) += bytes; }
};

} // namespace stavp
