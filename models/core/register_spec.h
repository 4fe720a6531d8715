#pragma once

#include <cstddef>
#include <cstdint>

namespace stavp {

/// The closed vocabulary of register access modes in *.regs.yaml.
enum class RegisterAccess {
    ro,  ///< writes are ignored
    rw,  ///< reads give what was last written
    wo,  ///< reads give 0
    w1c, ///< writing 1 to a bit clears it
    rc   ///< reading clears
};

/// `functional`: the model acts on it. `stored`: kept and read back only. `reserved`: reads 0, ignores writes.
enum class RegisterKind { functional, stored, reserved };

/// One row of a block's register map; `count` > 1 makes an array with `stride` bytes between elements.
struct RegisterSpec {
    const char* name;
    std::uint64_t offset;
    unsigned width_bits; ///< 8, 32 or 64
    RegisterAccess access;
    RegisterKind kind;
    std::uint64_t reset;
    std::size_t count;
    std::uint64_t stride;
    std::uint64_t write_mask; ///< bits that a write can change
};

} // namespace stavp
