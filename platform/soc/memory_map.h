#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace stavp::memory_map {

// The one place where addresses and interrupt numbers are written down. Firmware gets them as a C header that is made
// of this file (c_memory_map.cpp).

/// A window on the bus. `interrupt`: PLIC source, 0 = none.
struct Region {
    std::string_view name;
    std::uint64_t base;
    std::uint64_t bytes;
    unsigned interrupt = 0;
};

// As QEMU's RISC-V `virt` machine (hw/riscv/virt.c), so that bare-metal programs for it run unchanged.
inline constexpr Region kFinisher{"finisher", 0x0010'0000, 0x1000};
inline constexpr Region kClint{"clint", 0x0200'0000, 0x1'0000};
inline constexpr Region kPlic{"plic", 0x0c00'0000, 0x40'0000};
inline constexpr Region kUart{"uart", 0x1000'0000, 0x100, 10};
// The accelerator.
inline constexpr Region kDma{"dma", 0x4000'0000, 0x2000, 32};
inline constexpr Region kSta{"sta", 0x4001'0000, 0x1000, 33};
inline constexpr Region kSoftmax{"softmax", 0x4002'0000, 0x1000, 34};
inline constexpr Region kVector{"vector", 0x4003'0000, 0x1000, 35};
inline constexpr Region kSysctl{"sysctl", 0x4004'0000, 0x1000};
inline constexpr Region kSync{"sync", 0x4005'0000, 0x1000, 36};
inline constexpr Region kEcc{"ecc", 0x4006'0000, 0x1000, 37};
inline constexpr Region kWatchdog{"watchdog", 0x4007'0000, 0x1000, 38};

inline constexpr std::array kDevices = {kFinisher, kClint,  kPlic,   kUart, kDma, kSta,
                                        kSoftmax,  kVector, kSysctl, kSync, kEcc, kWatchdog};

// Memories; their sizes come from the configuration.
inline constexpr std::uint64_t kWeightBuffer = 0x5000'0000;
inline constexpr std::uint64_t kInputBuffer = 0x5100'0000;
inline constexpr std::uint64_t kIntermediateBuffer = 0x5200'0000;
inline constexpr std::uint64_t kOutputBuffer = 0x5300'0000;
inline constexpr std::uint64_t kDdr = 0x8000'0000;

struct Memory {
    std::string_view name;
    std::uint64_t base;
};

inline constexpr std::array kMemories = {Memory{"weight_buffer", kWeightBuffer}, Memory{"input_buffer", kInputBuffer},
                                         Memory{"intermediate_buffer", kIntermediateBuffer},
                                         Memory{"output_buffer", kOutputBuffer}, Memory{"ddr", kDdr}};

} // namespace stavp::memory_map
