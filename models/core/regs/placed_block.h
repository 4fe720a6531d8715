#pragma once

#include "models/core/regs/register_map.h"

#include <optional>
#include <span>

namespace stavp::regs {

/// A block at its place in the memory map.
struct PlacedBlock {
    RegisterMap map;
    std::uint64_t base = 0;
    std::optional<unsigned> interrupt; ///< PLIC source
};

/// CMSIS-SVD 1.3 of all blocks, for debuggers. Reserved registers are left out.
std::string svd(std::span<const PlacedBlock> blocks, const std::string& device, const std::string& version);

/// A page of Markdown: the memory map and one section per block.
std::string markdown_page(std::span<const PlacedBlock> blocks);

/// The C header for firmware of a block at its place: c_header() with <BLOCK>_BASE and IRQ_<BLOCK>.
std::string c_header(const PlacedBlock& block);

/// C++ source that defines stavp::plugged_devices() (models/core/device.h) to make these.
std::string devices_source(std::span<const PlacedBlock> blocks);

/// Throws std::runtime_error where two blocks overlap, or share a name or a PLIC source.
void check_machine(std::span<const PlacedBlock> blocks);

/// C++ source that defines stavp::regs::soc_blocks() (soc_blocks.h) to return `blocks`.
std::string soc_blocks_source(std::span<const PlacedBlock> blocks);

} // namespace stavp::regs
