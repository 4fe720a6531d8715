#pragma once

#include "workloads/float/matrix.h"

#include <cstdint>
#include <span>

namespace stavp::workloads {

/// Cuts a square image of side x side bytes into (side / patch)^2 rows of patch^2 columns. Patches come row by row from
/// the top left, the pixels inside a patch too. A pixel p becomes (2 p - 255) / 255: [-1, 1], symmetric so that int8
/// uses all its codes. `patch` must divide `side`.
Matrix cut_into_patches(std::span<const std::uint8_t> pixels, std::uint32_t side, std::uint32_t patch);

} // namespace stavp::workloads
