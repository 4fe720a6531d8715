#pragma once

#include "models/cpu/instruction.h"
#include "models/cpu/trap.h"

#include <array>
#include <cstdint>

namespace stavp {

/// What LR has reserved: its own bytes, with the value read. SC fails when the value has changed meanwhile, so that a
/// write by another master breaks the reservation unless it writes the same value.
struct Reservation {
    bool valid = false;
    std::uint64_t address = 0;
    unsigned bytes = 0;
    std::uint64_t value = 0;
};

/// Architectural state outside the CSRs. pc and instructions are exact whenever the interpreter is not in its inner
/// loop, and during bus accesses.
struct Hart {
    std::array<std::uint64_t, kSinkRegister + 1> x{};
    std::uint64_t pc = 0;
    std::uint64_t instructions = 0; ///< retired since reset
    Privilege privilege = Privilege::machine;
    Reservation reservation;
};

} // namespace stavp
