#pragma once

#include "models/cpu/instruction.h"

namespace stavp {

inline constexpr bool is_compressed(std::uint32_t bits) {
    return (bits & 3) != 3;
}

/// Decodes a 32-bit instruction of RV64IMA + Zicsr + Zifencei + mret and wfi; anything else is `illegal`.
Op decode_32(std::uint32_t bits);

/// Decodes an RV64C instruction; reserved encodings and those of F and D are `illegal`.
Op decode_16(std::uint16_t bits);

/// Either, by the two low bits; of a compressed instruction only the low half is looked at.
Op decode(std::uint32_t bits);

} // namespace stavp
