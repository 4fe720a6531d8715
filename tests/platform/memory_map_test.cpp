#include "models/core/regs/soc_blocks.h"
#include "platform/soc/memory_map.h"

#include <algorithm>
#include <gtest/gtest.h>

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

TEST(MemoryMap, no_two_windows_overlap) {
    for (std::size_t i = 0; i < kDevices.size(); ++i)
        for (std::size_t j = i + 1; j < kDevices.size(); ++j) {
            const auto& a = kDevices[i];
            const auto& b = kDevices[j];
            EXPECT_TRUE(a.base + a.bytes <= b.base || b.base + b.bytes <= a.base) << a.name << " and " << b.name;
        }
}

} // namespace
