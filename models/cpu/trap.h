#pragma once

#include <cstdint>

namespace stavp {

/// Encodings of the privileged manual (section "Privilege Levels").
enum class Privilege : std::uint8_t { user = 0, machine = 3 };

/// mcause exception codes of the privileged manual that this hart can raise.
enum class Cause : std::uint64_t {
    instruction_access_fault = 1,
    illegal_instruction = 2,
    breakpoint = 3,
    load_address_misaligned = 4,
    load_access_fault = 5,
    store_address_misaligned = 6,
    store_access_fault = 7,
    ecall_from_user = 8,
    ecall_from_machine = 11
};

inline constexpr std::uint64_t kInterruptFlag = 1ull << 63;

/// What goes to mcause and mtval.
struct Trap {
    Cause cause{};
    std::uint64_t value = 0;
};

/// Bits of mip and mie, and their interrupt codes.
inline constexpr unsigned kMachineSoftware = 3;
inline constexpr unsigned kMachineTimer = 7;
inline constexpr unsigned kMachineExternal = 11;

} // namespace stavp
