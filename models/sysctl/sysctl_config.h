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
};

} // namespace stavp
