#pragma once

#include "models/core/regs/register_map.h"
#include "platform/soc/memory_map.h"

#include <filesystem>
#include <vector>

namespace stavp::cli {

/// A block's registers and its place on the bus.
struct RegisterBlock {
    regs::RegisterMap map;
    memory_map::Region region;
};

/// Every block of the memory map that has a *.regs.yaml below `models`, in address order. Throws InputError if a file
/// cannot be read.
std::vector<RegisterBlock> load_register_blocks(const std::filesystem::path& models);

} // namespace stavp::cli
