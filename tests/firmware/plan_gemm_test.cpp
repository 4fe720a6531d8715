extern "C" {
#include "firmware/scheduler/plan_gemm.h"
}

#include <bit>
#include <cstdint>
#include <gtest/gtest.h>
#include <random>

namespace {

machine default_machine() {
    machine m{};
    const std::uint32_t bytes[] = {262144, 262144, 262144, 131072};
    std::copy(std::begin(bytes), std::end(bytes), m.buffer_bytes);
    m.rows = m.cols = 32;
    m.lanes = 1;
    m.max_k = 32768;
    return m;
}

gemm_shape dense(std::uint32_t m, std::uint32_t n, std::uint32_t k) {
    gemm_shape shape{};
    shape.m = m;
    shape.n = n;
    shape.k = k;
    shape.y_bytes = 1;
    return shape;
}

gemm_shape two_of_four(std::uint32_t m, std::uint32_t n, std::uint32_t k) {
    auto shape = dense(m, n, k);
    shape.pattern_n = 2;
    shape.pattern_m = 4;
    return shape;
}

void expect_fits(const gemm_shape& shape, const machine& m, const gemm_plan& plan) {
    const auto tiles = [](std::uint64_t all, std::uint64_t one) { return (all + one - 1) / one; };
    const auto m_tiles = tiles(shape.m, plan.mt), n_tiles = tiles(shape.n, plan.nt), k_tiles = tiles(shape.k, plan.kt);
    ASSERT_TRUE(plan.mt >= 1 && plan.nt >= 1 && plan.kt >= 1);
    ASSERT_TRUE(plan.mt <= shape.m && plan.nt <= shape.n && plan.kt <= shape.k);
    // A slot holds the largest tile; two slots, or one for each tile there is.
    EXPECT_GE(plan.x_slot_bytes, std::uint64_t{plan.mt} * plan.kt);
    EXPECT_GE(plan.y_slot_bytes, std::uint64_t{plan.mt} * plan.nt * shape.y_bytes);
    const auto values = std::uint64_t{plan.nt} * gemm_value_bytes(&shape, plan.kt);
    const auto map = std::uint64_t{plan.nt} * gemm_map_bytes(&shape, plan.kt);
    EXPECT_GE(plan.w_values_offset, std::uint64_t{plan.nt} * 16);
    EXPECT_GE(plan.w_map_offset, plan.w_values_offset + values);
    EXPECT_GE(plan.w_slot_bytes, plan.w_map_offset + map);
    EXPECT_GE(plan.x_slots, std::min<std::uint64_t>(2, m_tiles * k_tiles));
    EXPECT_GE(plan.w_slots, std::min<std::uint64_t>(2, n_tiles * k_tiles));
    EXPECT_GE(plan.y_slots, std::min<std::uint64_t>(2, m_tiles * n_tiles));
    EXPECT_LE(std::uint64_t{plan.x_slots} * plan.x_slot_bytes, m.buffer_bytes[BUFFER_INPUT]);
    EXPECT_LE(std::uint64_t{plan.w_slots} * plan.w_slot_bytes, m.buffer_bytes[BUFFER_WEIGHT]);
    EXPECT_LE(std::uint64_t{plan.y_slots} * plan.y_slot_bytes, m.buffer_bytes[BUFFER_OUTPUT]);
    EXPECT_LE(plan.kt, m.max_k);
    if (k_tiles > 1) {
        EXPECT_FALSE(plan.w_outer);
        if (shape.pattern_n == 0) {
            EXPECT_EQ(plan.kt % 8, 0u);
        } else {
            EXPECT_EQ(plan.kt % shape.pattern_m, 0u) << "groups are not cut";
            const auto index_bits = static_cast<std::uint32_t>(std::bit_width(shape.pattern_m) - 1);
            const auto group_bits = shape.indexed ? shape.pattern_n * index_bits : shape.pattern_m;
            EXPECT_EQ(plan.kt / shape.pattern_m * group_bits % 8, 0u) << "maps and indices start at byte boundaries";
        }
        EXPECT_TRUE(plan.nb % plan.nt == 0 || plan.nb == shape.n);
        EXPECT_GE(plan.psum_bytes, std::uint64_t{plan.mt} * plan.nb * 4);
        EXPECT_LE(plan.psum_bytes, m.buffer_bytes[BUFFER_INTERMEDIATE]);
    }
    EXPECT_LE((plan.mt + plan.x_chunk - 1) / plan.x_chunk, PLAN_X_CHUNKS_MAX);
}

} // namespace

TEST(PlanGemm, any_product_fits_in_buffers_of_a_kilobyte_and_more) {
    std::mt19937 random(1);
    const auto upto = [&](std::uint32_t high) { return 1 + static_cast<std::uint32_t>(random() % high); };
    for (int i = 0; i < 3000; ++i) {
        machine m = default_machine();
        for (auto& bytes : m.buffer_bytes)
            bytes = 1024u << random() % 9;
        m.buffer_bytes[random() % 4] += upto(1000);
        m.rows = upto(64);
        m.cols = upto(64);
        m.lanes = upto(8);
        auto shape = dense(upto(1u << upto(11)), upto(1u << upto(12)), upto(1u << upto(13)));
        shape.y_bytes = upto(2);
        if (random() % 3 != 0) {
            shape.pattern_m = 2u << random() % 5;
            shape.pattern_n = upto(shape.pattern_m);
            shape.indexed = random() % 2 == 0;
        }
        SCOPED_TRACE(testing::Message() << "m " << shape.m << " n " << shape.n << " k " << shape.k << " pattern "
                                        << shape.pattern_n << ":" << shape.pattern_m
                                        << (shape.indexed ? " indexed" : ""));
        gemm_plan plan{};
        ASSERT_TRUE(plan_gemm(&shape, &m, &plan));
        expect_fits(shape, m, plan);
        if (HasFailure()) return;
    }
}

TEST(PlanGemm, an_input_that_fits_is_loaded_once_and_so_are_the_weights) {
    const machine m = default_machine();
    const auto shape = two_of_four(128, 768, 768); // BERT-base, projections: x takes 96 KiB
    gemm_plan plan{};
    ASSERT_TRUE(plan_gemm(&shape, &m, &plan));
    const auto x_tiles = (128 + plan.mt - 1) / plan.mt;
    EXPECT_TRUE(plan.x_slots == x_tiles || !plan.w_outer);
    EXPECT_TRUE(x_tiles == 1 || plan.w_outer) << "weights would be loaded for each row tile";
    EXPECT_EQ(plan.kt, 768u);
}

TEST(PlanGemm, an_input_that_does_not_fit_is_split_along_k_rather_than_streamed_again_and_again) {
    const machine m = default_machine();
    const auto shape = two_of_four(128, 768, 3072); // BERT-base, second feed-forward product: x takes 384 KiB
    gemm_plan plan{};
    ASSERT_TRUE(plan_gemm(&shape, &m, &plan));
    EXPECT_LT(plan.kt, 3072u);
    EXPECT_EQ(plan.mt, 128u);
    EXPECT_GE(plan.nb, 384u) << "two passes over x at most";
}

TEST(PlanGemm, tiles_are_whole_array_shapes_where_the_product_is_larger) {
    machine m = default_machine();
    for (auto& bytes : m.buffer_bytes)
        bytes = 65536;
    for (const std::uint32_t k : {256u, 768u, 3072u}) {
        const auto shape = two_of_four(500, 1000, k);
        gemm_plan plan{};
        ASSERT_TRUE(plan_gemm(&shape, &m, &plan));
        EXPECT_EQ(plan.mt % 32, 0u);
        EXPECT_EQ(plan.nt % 32, 0u);
    }
}
