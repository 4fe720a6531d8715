#pragma once

#include "models/core/abi/stavp_descriptor.h"

#include <cstdint>
#include <cstring>
#include <span>

namespace stavp {

/// Widens a row of I8, U8 or I16 elements, little-endian, of any alignment.
inline void load_elements(const std::uint8_t* source, unsigned type, std::span<std::int32_t> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (type == STAVP_I16) {
            std::int16_t value = 0;
            std::memcpy(&value, source + 2 * i, 2);
            out[i] = value;
        } else {
            out[i] = type == STAVP_U8 ? source[i] : static_cast<std::int8_t>(source[i]);
        }
    }
}

/// Narrows elements that are known to be in the range of `type` (I8, U8 or I16).
inline void store_elements(std::span<const std::int32_t> values, unsigned type, std::uint8_t* out) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (type == STAVP_I16) {
            const auto element = static_cast<std::int16_t>(values[i]);
            std::memcpy(out + 2 * i, &element, 2);
        } else {
            out[i] = static_cast<std::uint8_t>(values[i]);
        }
    }
}

} // namespace stavp
