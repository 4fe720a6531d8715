#pragma once

#include "models/core/regs/placed_block.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stavp {

/// Names of the registers of the SoC by address: "sta.QUEUE_TAIL", "dma.QUEUE_TAIL[3]", "sta.QUEUE_BASE+4" for bytes
/// inside a register.
class RegisterNames {
public:
    RegisterNames();

    /// Nothing where no register lies.
    std::optional<std::string> at(std::uint64_t address) const;
    /// The block whose window of registers holds the address, or nullptr.
    const regs::PlacedBlock* block_at(std::uint64_t address) const;

private:
    std::vector<regs::PlacedBlock> blocks_; ///< in order of address
};

} // namespace stavp
