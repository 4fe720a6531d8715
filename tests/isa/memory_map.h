#pragma once

#include <cstdint>

namespace stavp::isa {

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i32 = std::int32_t;
using i64 = std::int64_t;

/// What the programs find, in the CPU's machine and in the reference: everything else answers with an error.
inline constexpr u64 kRam = 0x8000'0000;
inline constexpr u64 kRamBytes = 64u << 10;
inline constexpr u64 kSlowRam = 0x9000'0000; ///< never granted for DMI
inline constexpr u64 kSlowRamBytes = 8u << 10;
inline constexpr u64 kDevice = 0x1000'0000; ///< stores what is written, refuses misaligned accesses
inline constexpr u64 kDeviceBytes = 256;
inline constexpr u64 kPage = 4096;

} // namespace stavp::isa
