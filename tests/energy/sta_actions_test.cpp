// What the array counts for energy, against hand computations.

#include "tests/sta/sta_bench.h"

#include <bit>
#include <gtest/gtest.h>

namespace stavp::test {
namespace {

// 2 x 2 PEs and a 3 x 4 output: two blocks of rows, two of columns. x passes once per column block, w once per row
// block: 3*8*2 and 4*8*2 bytes; 3*4 int32 leave. Everything lies in the first buffer.
TEST(ArrayActions, a_dense_product_counts_what_its_folds_move) {
    StaBench bench({.rows = 2, .cols = 2});
    bench.run(place(bench.memory, random_operands({.m = 3, .n = 4, .k = 8}, false, 1)));
    ASSERT_EQ(bench.error_code(), 0u);
    const auto& traffic = bench.engine.buffer_traffic();
    EXPECT_EQ(traffic.read_bytes[0], 3u * 8 * 2 + 4u * 8 * 2);
    EXPECT_EQ(traffic.write_bytes[0], 3u * 4 * 4);
    EXPECT_EQ(traffic.read_bytes[1] + traffic.read_bytes[2] + traffic.read_bytes[3], 0u);
    EXPECT_EQ(bench.engine.actions().selector_levels, 0u);
    EXPECT_EQ(bench.engine.actions().requantised, 0u);
}

// 2:4 over k = 8: per column 2 groups of 2 values and 1 byte of map. Each multiply-accumulate selects one of 4: 2
// levels.
TEST(ArrayActions, a_sparse_product_counts_selections_and_compressed_weights) {
    StaBench bench({.rows = 4, .cols = 4});
    const auto data = random_operands({.m = 3, .n = 4, .k = 8, .pattern_n = 2, .pattern_m = 4}, false, 2);
    std::uint64_t kept = 0;
    for (const auto byte : data.map)
        kept += static_cast<unsigned>(std::popcount(byte));
    auto d = place(bench.memory, data);
    d.y_type = STAVP_I8;
    d.y_stride = d.n;
    d.header.flags |= STAVP_STA_INLINE_REQUANT;
    d.mult = 1;
    d.shift = 1;
    bench.run(d);
    ASSERT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.engine.buffer_traffic().read_bytes[0], 3u * 8 + 4u * (2 * 2 + 1));
    EXPECT_EQ(bench.engine.buffer_traffic().write_bytes[0], 3u * 4);
    EXPECT_EQ(bench.engine.macs(), 3u * kept);
    EXPECT_EQ(bench.engine.actions().selector_levels, 2 * bench.engine.macs());
    EXPECT_EQ(bench.engine.actions().requantised, 3u * 4);
}

} // namespace
} // namespace stavp::test
