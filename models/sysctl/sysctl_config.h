#pragma once

#include <array>
#include <cstdint>

namespace stavp {

/// What the SoC tells firmware about itself. The accelerator's clock is a constructor argument of Sysctl.
struct SysctlConfig {
    double cpu_clock_mhz = 1000;
    std::uint64_t ddr_base = 0x8000'0000;
    std::uint64_t ddr_bytes = 512ull << 20;
    /// weight, input, intermediate, output
    std::array<std::uint32_t, 4> buffer_base{0x5000'0000, 0x5100'0000, 0x5200'0000, 0x5300'0000};
    std::array<std::uint32_t, 4> buffer_bytes{256 << 10, 256 << 10, 256 << 10, 128 << 10};
    std::uint64_t workload_address = 0; ///< 0: no workload
    bool softmax_off_chip = false;
    bool fuse = true;                          ///< firmware may fuse layers into products
    bool prefetch = true;                      ///< firmware may begin a layer before the one before it has ended
    bool resident = true;                      ///< firmware may keep activations on chip between layers
    bool protect = false;                      ///< firmware shall notice faults
    std::uint32_t protect_timeout_us = 0;      ///< how long nothing may move
    std::uint32_t memory_bytes_per_kcycle = 0; ///< of bus and DDR in 1024 accelerator cycles; 0: not known
};

} // namespace stavp
