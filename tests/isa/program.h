#pragma once

#include "tests/isa/memory_map.h"

#include <vector>

namespace stavp::isa {

/// A program that runs for ever, trap handler included, as the memory it starts with.
struct Program {
    u64 seed = 0;
    u64 entry = 0;
    bool interrupts = false; ///< the owner may move the interrupt lines
    std::vector<u8> ram = std::vector<u8>(kRamBytes);
    std::vector<u8> slow = std::vector<u8>(kSlowRamBytes);
};

// Layout. Main code begins in page 0 (or in the slow memory) and stays below the handler.
inline constexpr u64 kHandler = kRam + 0x5000;
inline constexpr u64 kVectors = kRam + 0x5800;
inline constexpr u64 kPool = kRam + 0x6000; ///< constants, 8 bytes each, within reach of one immediate
inline constexpr u64 kData = kRam + 0x8000; ///< to the end of RAM

/// Slots of the pool: groups of constants of one purpose.
struct PoolGroup {
    u32 first, count;
};
inline constexpr PoolGroup kRestarts{0, 8}; ///< where the handler goes on after a jump to nowhere
inline constexpr PoolGroup kAddresses{8, 64};
inline constexpr PoolGroup kValues{72, 80};
inline constexpr PoolGroup kPmpAddresses{152, 24};
inline constexpr PoolGroup kPmpConfigs{176, 24};
inline constexpr PoolGroup kVectorBases{200, 3};
inline constexpr PoolGroup kPatches{204, 48}; ///< instructions for self-modifying code
inline constexpr u32 kOpenPmpAddress = 252;
inline constexpr u32 kOpenPmpConfig = 253;

/// The same program for the same numbers, on any host. `pmp_entries`: of the CPU it is for.
Program generate(u64 seed, unsigned pmp_entries);

} // namespace stavp::isa
