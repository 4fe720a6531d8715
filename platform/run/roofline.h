#pragma once

#include <cstdint>
#include <string_view>

namespace stavp {

/// The least cycles that a layer's executed work and its DDR traffic allow, each by itself at its peak rate. The rule
/// is in docs/bottlenecks.md.
struct Roofline {
    std::uint64_t compute_cycles = 0;
    std::string_view compute_engine; ///< the engine with the most cycles of work: "sta", "softmax", "vector"
    std::uint64_t memory_cycles = 0; ///< of the bytes that were moved
    std::string_view memory_limit;   ///< the slower of "ddr" and "bus"
    std::uint64_t moved_bytes = 0;   ///< from and to DDR
    std::uint64_t operand_bytes = 0; ///< each operand once: unavoidable when the layer runs alone
    std::uint64_t operand_memory_cycles = 0;
    std::string_view bound; ///< "compute" or "memory"
    double reached = 0;     ///< the larger bound / cycles

    std::uint64_t cycles() const { return compute_cycles > memory_cycles ? compute_cycles : memory_cycles; }
};

} // namespace stavp
