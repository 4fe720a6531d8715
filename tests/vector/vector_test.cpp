#include "tests/vector/vector_bench.h"

#include <gtest/gtest.h>

namespace stavp {
namespace {

using namespace test;

class VectorTest : public testing::Test {
protected:
    VectorBench bench{{}};
};

TEST_F(VectorTest, add_takes_each_pair_of_types) {
    std::uint32_t seed = 0;
    for (const unsigned a_type : {STAVP_I8, STAVP_U8, STAVP_I16})
        for (const unsigned b_type : {STAVP_I8, STAVP_U8, STAVP_I16})
            for (const unsigned y_type : {STAVP_I8, STAVP_U8, STAVP_I16}) {
                auto d = describe(STAVP_OP_VECTOR_ADD, 5, 13);
                d.b = kB;
                d.a_type = static_cast<std::uint8_t>(a_type);
                d.b_type = static_cast<std::uint8_t>(b_type);
                d.y_type = static_cast<std::uint8_t>(y_type);
                d.a_stride = 31;
                d.b_stride = 29;
                d.y_stride = 27;
                d.mult0 = 2147483647;
                d.mult1 = -2147483647 + static_cast<std::int32_t>(seed) * 1000;
                d.shift0 = 31 + seed % 5;
                const auto a = random_elements(65, a_type, ++seed);
                const auto b = random_elements(65, b_type, ++seed);
                put_elements(bench.memory, kA, 31, 13, a_type, a);
                put_elements(bench.memory, kB, 29, 13, b_type, b);
                bench.run(d);
                ASSERT_EQ(bench.error_code(), 0u);
                std::vector<std::int64_t> expected;
                for (std::size_t i = 0; i < a.size(); ++i) {
                    const auto sum = static_cast<__int128>(a[i]) * d.mult0 + static_cast<__int128>(b[i]) * d.mult1;
                    const auto half = static_cast<__int128>(1) << (d.shift0 - 1);
                    expected.push_back(saturate(static_cast<std::int64_t>((sum + half) >> d.shift0), y_type));
                }
                EXPECT_EQ(get_elements(bench.memory, kY, 27, 5, 13, y_type), expected);
            }
}

// (3*5 + 4*(-2) + 1) >> 1 = 4; (-3*5 + 4*2 + 1) >> 1 = -3; 100*5 + 100*(-2) = 300 -> 150 -> 127
TEST_F(VectorTest, add_matches_a_hand_computation) {
    auto d = describe(STAVP_OP_VECTOR_ADD, 1, 3);
    d.b = kB;
    d.mult0 = 5;
    d.mult1 = -2;
    bench.memory.put<std::int8_t>(kA, {3, -3, 100});
    bench.memory.put<std::int8_t>(kB, {4, -4, 100});
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::int8_t>(kY, 3), (std::vector<std::int8_t>{4, -3, 127}));
}

TEST_F(VectorTest, requantise_is_add_without_b) {
    for (const unsigned a_type : {STAVP_I8, STAVP_U8, STAVP_I16}) {
        auto d = describe(STAVP_OP_VECTOR_ADD, 3, 7);
        d.a_type = static_cast<std::uint8_t>(a_type);
        d.b_type = 0;
        d.a_stride = 14;
        d.mult0 = 1234567890;
        d.shift0 = a_type == STAVP_I16 ? 38 : 31;
        const auto a = random_elements(21, a_type, a_type);
        put_elements(bench.memory, kA, 14, 7, a_type, a);
        bench.run(d);
        std::vector<std::int64_t> expected;
        for (const auto v : a)
            expected.push_back(saturate(rq(v, d.mult0, d.shift0), STAVP_I8));
        EXPECT_EQ(get_elements(bench.memory, kY, 7, 3, 7, STAVP_I8), expected);
    }
}

TEST_F(VectorTest, lut_indexes_by_bit_pattern) {
    std::vector<std::int8_t> table(256);
    for (int i = 0; i < 256; ++i)
        table[static_cast<std::size_t>(i)] = static_cast<std::int8_t>(i * 37 + 11);
    bench.memory.put(kParams, table);
    std::vector<std::int8_t> a(256);
    for (int i = 0; i < 256; ++i)
        a[static_cast<std::size_t>(i)] = static_cast<std::int8_t>(i - 128);
    bench.memory.put(kA, a);
    bench.run(describe(STAVP_OP_VECTOR_LUT, 8, 32));
    const auto y = bench.memory.get<std::int8_t>(kY, 256);
    for (std::size_t i = 0; i < 256; ++i)
        EXPECT_EQ(y[i], table[i < 128 ? i + 128 : i - 128]);
}

TEST_F(VectorTest, transpose_exchanges_rows_and_columns) {
    auto d = describe(STAVP_OP_VECTOR_TRANSPOSE, 3, 5);
    d.a_stride = 9;
    d.y_stride = 4;
    const auto a = random_elements(15, STAVP_I8, 1);
    put_elements(bench.memory, kA, 9, 5, STAVP_I8, a);
    bench.run(d);
    const auto y = get_elements(bench.memory, kY, 4, 5, 3, STAVP_I8);
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c < 5; ++c)
            EXPECT_EQ(y[c * 3 + r], a[r * 5 + c]);
}

TEST_F(VectorTest, meanpool_sums_the_valid_rows) {
    for (const unsigned a_type : {STAVP_I8, STAVP_I16})
        for (const std::uint32_t valid : {0u, 1u, 6u, 7u}) {
            auto d = describe(STAVP_OP_VECTOR_MEANPOOL, 7, 11);
            d.a_type = static_cast<std::uint8_t>(a_type);
            d.a_stride = 2 * 11;
            d.y_type = STAVP_I16;
            d.y_stride = 0;
            d.valid = valid;
            d.mult0 = 1717986918;
            d.shift0 = 33;
            const auto a = random_elements(77, a_type, valid + 40);
            put_elements(bench.memory, kA, 22, 11, a_type, a);
            bench.run(d);
            ASSERT_EQ(bench.error_code(), 0u);
            std::vector<std::int64_t> expected(11);
            for (std::size_t c = 0; c < 11; ++c) {
                std::int64_t sum = 0;
                for (std::size_t r = 0; r < valid; ++r)
                    sum += a[r * 11 + c];
                expected[c] = saturate(rq(sum, d.mult0, d.shift0), STAVP_I16);
            }
            EXPECT_EQ(get_elements(bench.memory, kY, 0, 1, 11, STAVP_I16), expected);
        }
}

// 16 lanes, 33 columns: 3 cycles a row and pass.
TEST_F(VectorTest, cycles_follow_the_rule) {
    const auto cycles = [&](std::uint32_t opcode) {
        const auto busy = bench.cycles_of(Activity::busy);
        const auto skew = bench.cycles_of(Activity::fill_drain);
        auto d = describe(opcode, 5, 33);
        if (opcode == STAVP_OP_VECTOR_TRANSPOSE) d.y_stride = 5;
        bench.run(d);
        EXPECT_EQ(bench.error_code(), 0u);
        return std::pair(bench.cycles_of(Activity::busy) - busy, bench.cycles_of(Activity::fill_drain) - skew);
    };
    const std::pair<std::uint64_t, std::uint64_t> one_pass{15, 8};
    EXPECT_EQ(cycles(STAVP_OP_VECTOR_ADD), one_pass);
    EXPECT_EQ(cycles(STAVP_OP_VECTOR_LUT), one_pass);
    EXPECT_EQ(cycles(STAVP_OP_VECTOR_TRANSPOSE), one_pass);
    EXPECT_EQ(cycles(STAVP_OP_VECTOR_MEANPOOL), one_pass);
    EXPECT_EQ(cycles(STAVP_OP_VECTOR_LAYERNORM), (std::pair<std::uint64_t, std::uint64_t>{15, 6 + 8}));
    EXPECT_EQ(bench.read(0xa8, 8), 75u);
    EXPECT_EQ(bench.read(0x80), 16u);
}

TEST(VectorPipeline, its_depth_is_paid_once_per_command) {
    VectorBench bench({.lanes = 8, .pipeline_cycles = 30});
    bench.run(describe(STAVP_OP_VECTOR_ADD, 5, 33));
    EXPECT_EQ(bench.cycles_of(Activity::busy), 5u * 5);
    EXPECT_EQ(bench.cycles_of(Activity::fill_drain), 30u);
}

TEST_F(VectorTest, an_operation_may_write_over_its_operand) {
    auto d = describe(STAVP_OP_VECTOR_TRANSPOSE, 4, 4);
    d.y = kA;
    bench.memory.put<std::int8_t>(kA, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
    bench.run(d);
    EXPECT_EQ(bench.memory.get<std::int8_t>(kA, 8), (std::vector<std::int8_t>{0, 4, 8, 12, 1, 5, 9, 13}));
}

} // namespace
} // namespace stavp
