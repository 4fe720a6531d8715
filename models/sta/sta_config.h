#pragma once

#include <cstdint>

namespace stavp {

/// Largest reduction length of one product (docs/arithmetic.md: accumulation never wraps up to here).
inline constexpr std::uint32_t kStaMaxK = 32768;

/// What stays in a processing element while the rest streams past: an accumulator, or weights.
enum class Dataflow { output_stationary, weight_stationary };

/// The array's shape. Every default is an *assumption*: the published abstract gives no shape, width or dataflow.
struct StaConfig {
    unsigned rows = 32;
    unsigned cols = 32;
    unsigned lanes = 1; ///< multipliers per processing element
    Dataflow dataflow = Dataflow::output_stationary;
    bool fold_overlap = true; ///< a fold starts while the one before it still moves through the array
    /// Widths of the buffer ports, bytes per cycle; 0 = unlimited.
    unsigned activation_port_bytes_per_cycle = 256;
    unsigned weight_port_bytes_per_cycle = 256;
    unsigned result_port_bytes_per_cycle = 64;
    /// Positions of an M-group that a processing element's selectors see in one beat, a power of two; 0 = the group.
    unsigned selector_width = 0;
    unsigned decoder_groups_per_cycle =
        0;                        ///< M-groups whose positions are decoded, all columns together; 0 = unlimited
    unsigned drain_ports = 0;     ///< results that leave the accumulators per cycle; 0 = unlimited
    unsigned multiplier_bits = 8; ///< 8 or 16
};

} // namespace stavp
