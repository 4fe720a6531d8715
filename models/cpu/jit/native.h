#pragma once

#include "models/cpu/block_cache.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace stavp {

/// Why native code came back, in rax.
enum class Leave : std::uint64_t {
    follow,   ///< behind the block, by its way `value`: the quantum is used up, or the next block is not linked
    indirect, ///< behind the block, to the address `value`
    interpret ///< before the block's instruction number `value`
};

/// What native code and its caller hand to each other.
struct NativeContext {
    std::uint64_t* registers = nullptr; ///< x0, which is 0, to x31; biased
    const void* pages = nullptr;        ///< MemoryPort's entries
    std::int64_t left = 0;              ///< cycles of the quantum
    std::uint64_t retired = 0;          ///< instructions
    Block* block = nullptr;
    std::uint64_t value = 0;
};

/// Targets of indirect jumps, by pc; an odd pc is none.
struct JumpTarget {
    std::uint64_t pc = 1;
    const void* native = nullptr;
};
inline constexpr std::size_t kJumpTargets = 1024;
using JumpTargets = std::array<JumpTarget, kJumpTargets>;

} // namespace stavp
