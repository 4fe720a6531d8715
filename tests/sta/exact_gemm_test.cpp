#include "models/sta/exact_gemm.h"
#include "tests/sta/operand_data.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

std::vector<std::int64_t> widened(const std::vector<std::int32_t>& values) {
    return {values.begin(), values.end()};
}

TEST(ExactGemm, equals_the_definition_on_long_rows) {
    for (const std::uint32_t k : {511u, 512u, 513u, 1024u, 1025u, 3072u})
        for (const bool x_unsigned : {false, true}) {
            const auto data = test::random_operands({.m = 5, .n = 7, .k = k}, x_unsigned, k);
            std::vector<std::int32_t> acc;
            EXPECT_EQ(ExactGemm().multiply(data.shape, data.operands(), acc), 5u * 7 * k);
            EXPECT_EQ(widened(acc), data.naive());
        }
}

// Odd products keep every bit of the sums in use: a float sum above 2^24 would lose some.
TEST(ExactGemm, is_exact_at_the_extremes_of_the_largest_k) {
    for (const bool x_unsigned : {false, true})
        for (const int weight : {-127, -128}) {
            test::OperandData data;
            data.shape = {.m = 2, .n = 1, .k = 32768};
            data.x_unsigned = x_unsigned;
            data.x.assign(2 * 32768, x_unsigned ? 255 : weight == -127 ? 0x81 : 0x80);
            data.x[1] ^= 1;
            data.dense.assign(32768, static_cast<std::int8_t>(weight));
            data.w.assign(data.dense.begin(), data.dense.end());
            std::vector<std::int32_t> acc;
            ExactGemm().multiply(data.shape, data.operands(), acc);
            EXPECT_EQ(widened(acc), data.naive());
            EXPECT_EQ(acc[1], (x_unsigned ? 255 : weight) * weight * 32768);
        }
}

// 255 * 255 of the low bytes of int16 values; 65025 * 32768 still fits int32.
TEST(ExactGemm, is_exact_where_the_low_bytes_of_int16_are_largest) {
    test::OperandData data;
    data.shape = {.m = 2, .n = 1, .k = 32768};
    data.shape.x_bytes = data.shape.w_bytes = 2;
    data.x.assign(4 * 32768, 0);
    data.w.assign(2 * 32768, 0);
    for (std::size_t i = 0; i < data.x.size(); i += 2)
        data.x[i] = 255;
    for (std::size_t i = 0; i < data.w.size(); i += 2)
        data.w[i] = 255;
    data.x[2] = 254;
    std::vector<std::int32_t> acc;
    EXPECT_EQ(ExactGemm().multiply(data.shape, data.operands(), acc), 2u * 32768);
    EXPECT_EQ(acc, (std::vector<std::int32_t>{65025 * 32768 - 255, 65025 * 32768}));
}

TEST(ExactGemm, counts_kept_weights_only) {
    for (const auto positions : {Positions::bitmap, Positions::index}) {
        const auto data = test::random_operands(
            {.m = 3, .n = 4, .k = 37, .pattern_n = 3, .pattern_m = 8, .positions = positions}, false, 5);
        std::uint64_t kept = 0;
        for (const auto value : data.dense)
            kept += value != 0;
        std::vector<std::int32_t> acc;
        EXPECT_EQ(ExactGemm().multiply(data.shape, data.operands(), acc), 3 * kept);
        EXPECT_EQ(widened(acc), data.naive());
    }
}

TEST(ExactGemm, blocks_of_rows_and_columns_join_without_seams) {
    const auto tall = test::random_operands({.m = 1030, .n = 3, .k = 9}, true, 6);
    const auto wide = test::random_operands({.m = 2, .n = 300, .k = 32768, .pattern_n = 1, .pattern_m = 32}, true, 7);
    for (const auto* data : {&tall, &wide}) {
        std::vector<std::int32_t> acc;
        ExactGemm().multiply(data->shape, data->operands(), acc);
        EXPECT_EQ(widened(acc), data->naive());
    }
}

} // namespace
} // namespace stavp
