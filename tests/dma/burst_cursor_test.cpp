#include "models/dma/burst_cursor.h"

#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace {

using stavp::BurstCursor;
using stavp::CopyJob;

std::vector<stavp::CopyBurst> bursts_of(const CopyJob& job, std::uint32_t largest) {
    std::vector<stavp::CopyBurst> bursts;
    for (BurstCursor cursor(job, largest); !cursor.done();)
        bursts.push_back(cursor.next());
    return bursts;
}

TEST(BurstCursorTest, an_unaligned_row_is_cut_at_the_boundaries_of_the_source) {
    const auto bursts = bursts_of({0x10f0, 0x2001, 600, 1, 0, 0}, 256);
    ASSERT_EQ(bursts.size(), 4u);
    const std::uint64_t sources[] = {0x10f0, 0x1100, 0x1200, 0x1300};
    const std::uint64_t destinations[] = {0x2001, 0x2011, 0x2111, 0x2211};
    const std::uint32_t bytes[] = {16, 256, 256, 72};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(bursts[i].source, sources[i]);
        EXPECT_EQ(bursts[i].destination, destinations[i]);
        EXPECT_EQ(bursts[i].bytes, bytes[i]);
    }
}

TEST(BurstCursorTest, every_byte_of_every_row_comes_once_and_in_order) {
    std::mt19937 random(5);
    for (int i = 0; i < 300; ++i) {
        const CopyJob job{random() % 5000,  random() % 5000, 1 + random() % 700,
                          1 + random() % 9, random() % 900,  random() % 900};
        const std::uint32_t largest = 4u << random() % 7;
        std::vector<std::pair<std::uint64_t, std::uint64_t>> expected;
        for (std::uint64_t row = 0; row < job.rows; ++row)
            for (std::uint64_t byte = 0; byte < job.row_bytes; ++byte)
                expected.emplace_back(job.source + row * job.source_stride + byte,
                                      job.destination + row * job.destination_stride + byte);
        std::vector<std::pair<std::uint64_t, std::uint64_t>> found;
        for (const auto& burst : bursts_of(job, largest)) {
            EXPECT_EQ(burst.source / largest, (burst.source + burst.bytes - 1) / largest);
            for (std::uint32_t byte = 0; byte < burst.bytes; ++byte)
                found.emplace_back(burst.source + byte, burst.destination + byte);
        }
        ASSERT_EQ(found, expected) << "job " << i;
    }
}

TEST(BurstCursorTest, rows_that_touch_on_both_sides_are_one) {
    const auto joined = CopyJob{0x100, 0x900, 64, 10, 64, 64}.joined();
    EXPECT_EQ(joined.rows, 1u);
    EXPECT_EQ(joined.row_bytes, 640u);
    EXPECT_EQ((CopyJob{0x100, 0x900, 64, 10, 64, 65}.joined().rows), 10u);
    EXPECT_EQ((CopyJob{0x100, 0x900, 64, 10, 65, 64}.joined().rows), 10u);
    EXPECT_EQ((CopyJob{0, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}.joined().row_bytes),
              0xffffffffull * 0xffffffffull);
}

TEST(BurstCursorTest, addresses_wrap_at_the_end_of_the_address_space) {
    const auto bursts = bursts_of({~0ull - 15, 0, 32, 1, 0, 0}, 256);
    ASSERT_EQ(bursts.size(), 2u);
    EXPECT_EQ(bursts[0].bytes, 16u);
    EXPECT_EQ(bursts[1].source, 0u);
}

} // namespace
