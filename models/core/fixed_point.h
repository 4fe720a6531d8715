#pragma once

#include "models/core/abi/stavp_descriptor.h"

#include <algorithm>
#include <cstdint>

namespace stavp {

/// A requantisation factor mult / 2^shift; the ranges of docs/arithmetic.md.
struct Factor {
    std::int32_t mult;   ///< 0 .. 2^31-1
    std::uint32_t shift; ///< 1 .. 62

    bool valid() const { return mult >= 0 && shift_valid(shift); }
    static bool shift_valid(std::uint32_t shift) { return shift >= 1 && shift <= 62; }
};

/// (value * mult + 2^(shift-1)) >> shift, exact for |value| <= 2^32: rounds half up.
inline std::int64_t requantise(std::int64_t value, Factor factor) {
    const auto half = std::int64_t{1} << (factor.shift - 1);
    if (value == static_cast<std::int32_t>(value)) return (value * factor.mult + half) >> factor.shift;
    return static_cast<std::int64_t>((static_cast<__int128>(value) * factor.mult + half) >> factor.shift);
}

/// Bytes of an element of `type` (stavp_dtype), 0 for an unknown one.
inline unsigned element_bytes_of(unsigned type) {
    switch (type) {
    case STAVP_I8:
    case STAVP_U8:
        return 1;
    case STAVP_I16:
        return 2;
    case STAVP_I32:
        return 4;
    default:
        return 0;
    }
}

struct ValueRange {
    std::int64_t low, high;
    std::int64_t clamp(std::int64_t value) const { return std::clamp(value, low, high); }
};

/// What an integer output type can hold.
inline ValueRange range_of(unsigned type) {
    if (type == STAVP_I8) return {-128, 127};
    if (type == STAVP_U8) return {0, 255};
    if (type == STAVP_I16) return {-32768, 32767};
    return {INT32_MIN, INT32_MAX};
}

} // namespace stavp
