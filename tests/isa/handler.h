#pragma once

#include "tests/isa/program.h"

namespace stavp::isa {

/// The trap handler and its vectors: skips what trapped, starts again after a bad jump, answers interrupts with a bus
/// access. Uses x28 to x31 and sets gp.
void add_handler(Program& program);

} // namespace stavp::isa
