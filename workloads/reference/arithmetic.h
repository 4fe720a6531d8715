#pragma once

#include "workloads/format/nmw.h"

#include <algorithm>
#include <cstdint>

/// The scalar rules of docs/arithmetic.md.
namespace stavp::workloads::reference {

__extension__ typedef __int128 Wide;

inline std::int64_t rq(std::int64_t value, std::int32_t mult, std::uint32_t shift) {
    return static_cast<std::int64_t>((Wide{value} * mult + (Wide{1} << (shift - 1))) >> shift);
}

/// Saturates to the range of an output type (int8, uint8 or int16).
inline std::int32_t saturate(std::int64_t value, std::uint32_t dtype) {
    switch (dtype) {
    case NMW_U8:
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, 0, 255));
    case NMW_I16:
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, -32768, 32767));
    default:
        return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, -128, 127));
    }
}

/// Division rounded to minus infinity; divisor > 0.
inline std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
    const std::int64_t quotient = value / divisor;
    return quotient - (value % divisor < 0 ? 1 : 0);
}

/// floor(sqrt(value)), one result bit at a time.
inline std::uint64_t floor_sqrt(std::uint64_t value) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
        const std::uint64_t candidate = root | bit;
        if (candidate * candidate <= value) root = candidate;
    }
    return root;
}

} // namespace stavp::workloads::reference
