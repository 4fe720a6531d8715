#pragma once

#include "platform/config/platform_config.h"
#include "platform/gemm/problem.h"

#include <cstdint>

namespace stavp::gemm {

/// How a product is cut to the buffers: tiles of m x n results, whose reduction runs in pieces of `k`.
struct Tiling {
    std::uint32_t m = 1;
    std::uint32_t n = 1;
    std::uint32_t k = 1;
    bool rows_outermost = false; ///< loop over tiles of rows outside that over tiles of channels; k is innermost
    std::uint64_t x_slots = 2;   ///< tiles of X that the input buffer holds at a time
    std::uint64_t w_slots = 2;   ///< tiles of W that the weight buffer holds at a time
};

/// Columns after which a reduction may be cut: whole groups whose positions fill whole bytes.
std::uint32_t reduction_unit(const Problem& problem);

/// On-chip bytes of a tile of X, and of one of W with its positions, each rounded up to 64.
std::uint64_t x_tile_bytes(const Problem& problem, std::uint64_t rows, std::uint64_t depth);
std::uint64_t w_tile_bytes(const Problem& problem, std::uint64_t channels, std::uint64_t depth);

/// The tiling of least estimated time (rehearsal.h) among those that fit the buffers with two tiles of every kind.
/// Throws InputError when not even the smallest tiles fit.
Tiling choose_tiling(const config::PlatformConfig& config, const Problem& problem);

} // namespace stavp::gemm
