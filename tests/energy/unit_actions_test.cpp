// What softmax and vector unit count for energy, against hand computations.

#include "models/softmax/softmax.h"
#include "tests/vector/vector_bench.h"

#include <gtest/gtest.h>

namespace stavp::test {
namespace {

TEST(UnitActions, softmax_counts_scores_of_two_bytes_and_probabilities_of_one) {
    EngineBench<Softmax, SoftmaxConfig> bench{{}};
    stavp_softmax_descriptor d{};
    d.header.opcode = STAVP_OP_SOFTMAX_ROWS;
    d.x = kBuffer;
    d.y = kBuffer + 0x20000;
    d.rows = 5;
    d.cols = 7;
    d.x_stride = 14;
    d.y_stride = 7;
    d.valid = 3;
    bench.run(d);
    ASSERT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.engine.elements(), 35u);
    EXPECT_EQ(bench.engine.buffer_traffic().read_bytes[0], 70u);
    EXPECT_EQ(bench.engine.buffer_traffic().write_bytes[0], 35u);
}

// ADD reads two operands; LAYERNORM reads its row once, 6 bytes of parameters per column, and works in three passes.
TEST(UnitActions, the_vector_unit_counts_elements_and_passes) {
    VectorBench bench({});
    auto add = describe(STAVP_OP_VECTOR_ADD, 5, 8);
    add.b = kB;
    bench.run(add);
    ASSERT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.engine.elements(), 40u);
    EXPECT_EQ(bench.engine.element_passes(), 40u);
    EXPECT_EQ(bench.engine.buffer_traffic().read_bytes[0], 80u);
    EXPECT_EQ(bench.engine.buffer_traffic().write_bytes[0], 40u);
    bench.run(describe(STAVP_OP_VECTOR_LAYERNORM, 5, 8));
    ASSERT_EQ(bench.error_code(), 0u);
    EXPECT_EQ(bench.engine.elements(), 80u);
    EXPECT_EQ(bench.engine.element_passes(), 40u + 3 * 40);
    EXPECT_EQ(bench.engine.buffer_traffic().read_bytes[0], 80u + 40 + 6 * 8);
    bench.run(describe(STAVP_OP_VECTOR_LUT, 5, 8));
    EXPECT_EQ(bench.engine.buffer_traffic().read_bytes[0], 80u + 40 + 6 * 8 + 40 + 256);
}

} // namespace
} // namespace stavp::test
