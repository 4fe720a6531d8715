extern "C" {
#include "firmware/scheduler/plan_attention.h"
}

#include <cstdint>
#include <gtest/gtest.h>
#include <random>

namespace {

machine machine_with(std::uint32_t weight, std::uint32_t input, std::uint32_t intermediate, std::uint32_t output) {
    machine m{};
    m.buffer_bytes[BUFFER_WEIGHT] = weight;
    m.buffer_bytes[BUFFER_INPUT] = input;
    m.buffer_bytes[BUFFER_INTERMEDIATE] = intermediate;
    m.buffer_bytes[BUFFER_OUTPUT] = output;
    m.rows = m.cols = 32;
    m.lanes = 1;
    m.max_k = 32768;
    return m;
}

/// Regions follow each other without overlap and end inside their buffers.
attention_shape shape_of(std::uint32_t seq, std::uint32_t head_dim) {
    attention_shape shape{};
    shape.seq = seq;
    shape.head_dim = head_dim;
    return shape;
}

void expect_fits(const attention_shape& shape, const machine& m, const attention_plan& plan) {
    const std::uint64_t kv = std::uint64_t{plan.keys} * shape.head_dim;
    const std::uint64_t q = std::uint64_t{plan.rows} * shape.head_dim;
    const std::uint64_t p = std::uint64_t{plan.rows} * shape.seq;
    EXPECT_GE(plan.k_slot_bytes, kv);
    EXPECT_GE(plan.vt_offset, plan.kv_slots * kv);
    EXPECT_LE(plan.vt_offset + plan.kv_slots * kv, m.buffer_bytes[BUFFER_WEIGHT]);
    EXPECT_GE(plan.q_slot_bytes, q);
    EXPECT_GE(plan.v_offset, 2 * q);
    EXPECT_LE(plan.v_offset + plan.v_slots * kv, m.buffer_bytes[BUFFER_INPUT]);
    EXPECT_GE(plan.s_slot_bytes, 2 * p);
    EXPECT_GE(plan.p_offset, plan.score_slots * 2 * p);
    EXPECT_GE(plan.psum_offset, plan.p_offset + plan.score_slots * p);
    const auto psum = plan.keys < shape.seq ? 4 * q : 0;
    EXPECT_LE(plan.psum_offset + psum, m.buffer_bytes[BUFFER_INTERMEDIATE]);
    EXPECT_GE(plan.o_slot_bytes, q);
    EXPECT_LE(std::uint64_t{2} * plan.o_slot_bytes, m.buffer_bytes[BUFFER_OUTPUT]);
    EXPECT_TRUE(!plan.pipelined || plan.score_slots == 2);
    EXPECT_TRUE(!plan.pipelined || plan.keys < shape.seq || plan.kv_slots == 2);
}

} // namespace

TEST(PlanAttention, whatever_is_planned_fits) {
    std::mt19937 random(2);
    int planned = 0;
    for (int i = 0; i < 2000; ++i) {
        const auto size = [&] { return 1024u << random() % 9; };
        const auto m = machine_with(size(), size(), size(), size());
        const auto seq = 1 + static_cast<std::uint32_t>(random() % 600);
        const auto shape = shape_of(seq, 1 + static_cast<std::uint32_t>(random() % 128));
        attention_plan plan{};
        const bool good = plan_attention(&shape, &m, &plan);
        // A row of scores and probabilities, with K and V in blocks of one key: the least there is (64: alignment).
        const bool must_fit = 3 * shape.seq + 4 * shape.head_dim + 64 <= m.buffer_bytes[BUFFER_INTERMEDIATE] &&
                              3 * shape.head_dim + 64 <= m.buffer_bytes[BUFFER_INPUT] &&
                              2 * shape.head_dim + 64 <= m.buffer_bytes[BUFFER_WEIGHT] &&
                              2 * shape.head_dim + 64 <= m.buffer_bytes[BUFFER_OUTPUT];
        SCOPED_TRACE(testing::Message() << "seq " << shape.seq << " head_dim " << shape.head_dim);
        if (must_fit) {
            EXPECT_TRUE(good);
        }
        if (good) expect_fits(shape, m, plan);
        planned += good ? 1 : 0;
        if (HasFailure()) return;
    }
    EXPECT_GT(planned, 1000);
}

TEST(PlanAttention, a_head_of_bert_stays_on_chip_and_overlaps) {
    const auto m = machine_with(262144, 262144, 262144, 131072);
    const auto shape = shape_of(128, 64);
    attention_plan plan{};
    ASSERT_TRUE(plan_attention(&shape, &m, &plan));
    EXPECT_EQ(plan.rows, 128u);
    EXPECT_EQ(plan.keys, 128u);
    EXPECT_TRUE(plan.pipelined);
}

TEST(PlanAttention, scores_that_do_not_fit_are_cut_into_row_tiles) {
    const auto m = machine_with(262144, 262144, 65536, 131072);
    const auto shape = shape_of(256, 64); // 192 KiB of scores and probabilities a head
    attention_plan plan{};
    ASSERT_TRUE(plan_attention(&shape, &m, &plan));
    EXPECT_EQ(plan.rows, 32u);
    EXPECT_EQ(plan.keys, 256u);
    EXPECT_TRUE(plan.pipelined);
}

TEST(PlanAttention, keys_that_do_not_fit_come_in_blocks) {
    const auto m = machine_with(8192, 65536, 262144, 65536);
    const auto shape = shape_of(256, 64); // K of a head takes 16 KiB
    attention_plan plan{};
    ASSERT_TRUE(plan_attention(&shape, &m, &plan));
    EXPECT_LT(plan.keys, 256u);
    EXPECT_GE(plan.rows, 32u);
}

TEST(PlanAttention, one_row_that_does_not_fit_is_refused) {
    const auto shape = shape_of(400, 16);
    attention_plan plan{};
    const auto small = machine_with(65536, 65536, 1024, 65536);
    EXPECT_FALSE(plan_attention(&shape, &small, &plan));
    const auto enough = machine_with(65536, 65536, 1280, 65536);
    EXPECT_TRUE(plan_attention(&shape, &enough, &plan));
    EXPECT_EQ(plan.rows, 1u);
}
