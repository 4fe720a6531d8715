#include "board/memory_map.h"
#include "models/core/regs/soc_blocks.h"
#include "platform/soc/memory_map.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <string_view>

namespace {

using namespace stavp::memory_map;

TEST(MemoryMap, the_wiring_and_the_register_files_agree_on_places_and_interrupts) {
    const auto blocks = stavp::regs::soc_blocks();
    EXPECT_EQ(blocks.size(), kDevices.size());
    for (const auto& block : blocks) {
        const auto region =
            std::find_if(kDevices.begin(), kDevices.end(), [&](const Region& r) { return r.name == block.map.block; });
        ASSERT_NE(region, kDevices.end()) << block.map.block;
        EXPECT_EQ(region->base, block.base) << block.map.block;
        EXPECT_EQ(region->interrupt, block.interrupt.value_or(0)) << block.map.block;
        EXPECT_GE(region->bytes, block.map.size_bytes) << block.map.block;
    }
}

TEST(MemoryMap, the_firmwares_header_says_what_is_wired) {
    struct Place {
        std::uint64_t base;
        unsigned interrupt;
    };
    const std::map<std::string_view, Place> header = {{"finisher", {FINISHER_BASE, 0}},
                                                      {"clint", {CLINT_BASE, 0}},
                                                      {"plic", {PLIC_BASE, 0}},
                                                      {"uart", {UART_BASE, IRQ_UART}},
                                                      {"dma", {DMA_BASE, IRQ_DMA}},
                                                      {"sta", {STA_BASE, IRQ_STA}},
                                                      {"softmax", {SOFTMAX_BASE, IRQ_SOFTMAX}},
                                                      {"vector", {VECTOR_BASE, IRQ_VECTOR}},
                                                      {"sysctl", {SYSCTL_BASE, 0}},
                                                      {"sync", {SYNC_BASE, IRQ_SYNC}},
                                                      {"ecc", {ECC_BASE, IRQ_ECC}},
                                                      {"watchdog", {WATCHDOG_BASE, IRQ_WATCHDOG}}};
    for (const auto& [name, place] : header) {
        const auto device =
            std::find_if(kDevices.begin(), kDevices.end(), [&](const Region& region) { return region.name == name; });
        ASSERT_NE(device, kDevices.end()) << name;
        EXPECT_EQ(place.base, device->base) << name;
        EXPECT_EQ(place.interrupt, device->interrupt) << name;
    }
    EXPECT_EQ(WEIGHT_BUFFER_BASE, kWeightBuffer);
    EXPECT_EQ(INPUT_BUFFER_BASE, kInputBuffer);
    EXPECT_EQ(INTERMEDIATE_BUFFER_BASE, kIntermediateBuffer);
    EXPECT_EQ(OUTPUT_BUFFER_BASE, kOutputBuffer);
    EXPECT_EQ(DDR_BASE, kDdr);
}

TEST(MemoryMap, no_two_windows_overlap) {
    for (std::size_t i = 0; i < kDevices.size(); ++i)
        for (std::size_t j = i + 1; j < kDevices.size(); ++j) {
            const auto& a = kDevices[i];
            const auto& b = kDevices[j];
            EXPECT_TRUE(a.base + a.bytes <= b.base || b.base + b.bytes <= a.base) << a.name << " and " << b.name;
        }
}

} // namespace
