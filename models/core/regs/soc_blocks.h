#pragma once

#include "models/core/regs/placed_block.h"

#include <vector>

namespace stavp::regs {

/// All register blocks of the SoC, built in from the *.regs.yaml that soc_blocks.txt lists. In order of address.
std::vector<PlacedBlock> soc_blocks();

} // namespace stavp::regs
