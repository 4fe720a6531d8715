#pragma once

#include "workloads/format/nmw.h"

#include <bit>
#include <cstdint>

namespace stavp::workloads {

static_assert(std::endian::native == std::endian::little,
              ".nmw structures are read in place: little-endian hosts only");

/// Bytes of one element of `dtype` (an nmw_dtype value), 0 for an unknown one.
constexpr std::uint32_t element_bytes(std::uint32_t dtype) {
    switch (dtype) {
    case NMW_I8:
    case NMW_U8:
        return 1;
    case NMW_I16:
        return 2;
    case NMW_I32:
        return 4;
    default:
        return 0;
    }
}

constexpr std::uint64_t align_up(std::uint64_t bytes) {
    return (bytes + NMW_ALIGN - 1) / NMW_ALIGN * NMW_ALIGN;
}

/// Bytes of a rows x cols matrix, tightly packed.
constexpr std::uint64_t packed_bytes(const nmw_tensor& tensor) {
    return std::uint64_t{tensor.rows} * tensor.cols * element_bytes(tensor.dtype);
}

/// Bits of one index into a group of m: ceil(log2 m).
constexpr std::uint32_t index_bits(std::uint32_t m) {
    return static_cast<std::uint32_t>(std::bit_width(m - 1));
}

/// Row sizes of an N:M compressed matrix (nmw_tensor); `encoding` is NMW_BITMAP or NMW_INDEX.
struct CompressedLayout {
    std::uint64_t groups;
    std::uint64_t row_stride;
    std::uint64_t map_stride; ///< of the map or the indices

    constexpr CompressedLayout(std::uint32_t encoding, std::uint32_t cols, std::uint32_t n, std::uint32_t m)
        : groups((std::uint64_t{cols} + m - 1) / m), row_stride(groups * n),
          map_stride((groups * (encoding == NMW_INDEX ? n * index_bits(m) : m) + 7) / 8) {}
};

/// Where beta begins in the parameters of a layer norm over `cols` elements, and how long they are (nmw.h).
constexpr std::uint64_t layernorm_beta_offset(std::uint32_t cols) {
    return align_up(std::uint64_t{cols} * 2);
}
constexpr std::uint64_t layernorm_params_bytes(std::uint32_t cols) {
    return layernorm_beta_offset(cols) + align_up(std::uint64_t{cols} * 4);
}

/// Limits of docs/arithmetic.md and of this reader. The last two are assumptions: they keep every size below 2^64.
inline constexpr std::uint32_t max_reduction = 32768;
inline constexpr std::uint32_t max_layernorm_cols = 8192;
inline constexpr std::uint32_t max_shift = 62;
inline constexpr std::uint32_t max_dimension = 1u << 28;
inline constexpr std::uint64_t max_arena_bytes = std::uint64_t{1} << 34;

} // namespace stavp::workloads
