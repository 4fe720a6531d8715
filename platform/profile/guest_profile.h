#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stavp {

struct GuestCost {
    std::uint64_t instructions = 0;
    std::uint64_t cycles = 0; ///< of the CPU's clock; without those asleep in WFI
};

struct FunctionProfile {
    std::string name;
    std::optional<std::uint64_t> address; ///< none: no function of the program
    GuestCost self;
    GuestCost inclusive; ///< with what it called; once where it calls itself
    std::uint64_t wfi_cycles = 0;
};

/// One way to be called, and what was spent at its end.
struct StackProfile {
    std::vector<std::size_t> functions; ///< the outermost first
    std::uint64_t cycles = 0;
};

/// Where the instructions and cycles of the host went. `self` of all functions sums to `instructions`, and with
/// `wfi_cycles` to `cycles`; so do the stacks.
struct GuestProfile {
    std::uint64_t instructions = 0;
    std::uint64_t cycles = 0;
    std::uint64_t wfi_cycles = 0;
    std::vector<FunctionProfile> functions; ///< those that ran, by self cycles, the most first
    std::vector<StackProfile> stacks;       ///< those that took cycles, as they first came
};

} // namespace stavp
