#pragma once

#include <cstdint>

namespace stavp {

/// The 32-bit instruction that an RV64C instruction stands for (unprivileged manual, "C" extension); 0, which is an
/// illegal instruction, for reserved encodings and for those of the absent F and D extensions.
std::uint32_t expand_compressed(std::uint16_t bits);

} // namespace stavp
