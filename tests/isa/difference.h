#pragma once

#include "models/cpu/cpu.h"
#include "tests/isa/board.h"
#include "tests/isa/reference/hart.h"

#include <string>

namespace stavp::isa {

/// What differs in registers, pc, privilege and CSRs, one "name cpu VALUE reference VALUE" a line; empty: nothing.
std::string state_difference(const Cpu& cpu, const Reference& reference);
/// Whether state_difference() would say anything.
bool same_state(const Cpu& cpu, const Reference& reference);
/// The first bytes that differ in memory and device, and the number of writes to the device.
std::string memory_difference(const Board& board, const Reference& reference);

} // namespace stavp::isa
