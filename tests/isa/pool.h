#pragma once

#include "tests/isa/program.h"
#include "tests/isa/random.h"

namespace stavp::isa {

/// Fills the constants: addresses of all kinds, corner values, PMP settings, instructions to patch in.
void fill_pool(Program& program, Random& random, unsigned pmp_entries);
/// A random 32-bit register-register or register-immediate instruction that spares the registers below.
u32 random_alu(Random& random);

/// sp, x8 and x9 point to data, gp to the pool, tp counts loops: random instructions leave them alone.
inline constexpr u32 kSp = 2, kGp = 3, kTp = 4;
u32 random_rd(Random& random);
void set_pool(Program& program, u32 slot, u64 value);

} // namespace stavp::isa
