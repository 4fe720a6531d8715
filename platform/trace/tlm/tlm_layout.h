#pragma once

#include <array>
#include <cstdint>

namespace stavp::trace::tlm_layout {

// The file as docs/tracing.md describes it; all numbers are little-endian.

inline constexpr std::array<std::uint8_t, 8> kMagic = {'s', 't', 'a', 'v', 'p', 't', 'l', 'm'};
inline constexpr std::uint32_t kVersion = 1;

/// Every part of the file behind magic and version: tag, payload bytes, records, CRC-32 of the payload.
inline constexpr std::size_t kPartHeaderBytes = 16;
inline constexpr std::uint32_t kNamesTag = 0x454d414e; // "NAME"
inline constexpr std::uint32_t kBlockTag = 0x4b434c42; // "BLCK"
inline constexpr std::uint32_t kEndTag = 0x21444e45;   // "END!"
inline constexpr std::uint32_t kEndBytes = 16;         ///< accesses, markers
inline constexpr std::uint32_t kMostPayloadBytes = 1 << 24;

// First byte of a record: the path in the two lowest bits, kMarker for markers, and flags.
inline constexpr std::uint8_t kPathMask = 3;
inline constexpr std::uint8_t kMarker = 3;
inline constexpr std::uint8_t kWrite = 1 << 2; ///< markers: the layer begins
inline constexpr std::uint8_t kFetch = 1 << 3;
inline constexpr std::uint8_t kHasStatus = 1 << 4;
inline constexpr std::uint8_t kHasRows = 1 << 5;

/// Maps small numbers of both signs to small ones without: 0, -1, 1, -2, ...
constexpr std::uint64_t zigzag(std::uint64_t difference) {
    return (difference << 1) ^ (difference >> 63 != 0 ? ~std::uint64_t{0} : 0);
}
constexpr std::uint64_t unzigzag(std::uint64_t value) {
    return (value >> 1) ^ ((value & 1) != 0 ? ~std::uint64_t{0} : 0);
}

} // namespace stavp::trace::tlm_layout
