extern "C" {
#include "firmware/scheduler/plan_rowwise.h"
}

#include <cstdint>
#include <gtest/gtest.h>
#include <random>

namespace {

machine machine_of(std::uint32_t bytes) {
    machine m{};
    for (auto& size : m.buffer_bytes)
        size = bytes;
    return m;
}

} // namespace

TEST(PlanRowwise, tiles_and_parameters_fit) {
    std::mt19937 random(3);
    for (int i = 0; i < 3000; ++i) {
        const auto m = machine_of(1024u << random() % 9);
        rowwise_shape shape{};
        shape.rows = 1 + static_cast<std::uint32_t>(random() % 1000);
        shape.cols = 1 + static_cast<std::uint32_t>(random() % 4000);
        shape.a_bytes = 1 + random() % 2;
        shape.b_bytes = random() % 3;
        shape.y_bytes = 1 + random() % 2;
        const auto kind = random() % 3;
        shape.whole_rows = kind == 1;
        shape.whole_cols = kind == 2;
        if (shape.whole_cols) shape.b_bytes = 0;
        shape.param_bytes = shape.whole_rows ? 6 * shape.cols + 64 : 0;
        if (shape.whole_rows) shape.b_bytes = 0;
        rowwise_plan plan{};
        if (!plan_rowwise(&shape, &m, &plan)) {
            EXPECT_TRUE(shape.whole_rows || shape.whole_cols) << "elementwise operations can always be cut";
            continue;
        }
        const std::uint64_t elements = std::uint64_t{plan.tile_rows} * plan.tile_cols;
        const auto results = shape.whole_cols ? plan.tile_cols : elements;
        ASSERT_TRUE(plan.tile_rows >= 1 && plan.tile_rows <= shape.rows);
        ASSERT_TRUE(plan.tile_cols >= 1 && plan.tile_cols <= shape.cols);
        if (shape.whole_rows) {
            EXPECT_EQ(plan.tile_cols, shape.cols);
        }
        if (shape.whole_cols) {
            EXPECT_EQ(plan.tile_rows, shape.rows);
        }
        EXPECT_GE(plan.a_slot_bytes, elements * shape.a_bytes);
        EXPECT_GE(plan.b_slot_bytes, elements * shape.b_bytes);
        EXPECT_GE(plan.y_slot_bytes, results * shape.y_bytes);
        EXPECT_LE(std::uint64_t{plan.slots} * plan.a_slot_bytes, m.buffer_bytes[BUFFER_INPUT]);
        EXPECT_LE(std::uint64_t{plan.slots} * plan.b_slot_bytes, m.buffer_bytes[BUFFER_INTERMEDIATE]);
        EXPECT_LE(std::uint64_t{plan.slots} * plan.y_slot_bytes, m.buffer_bytes[BUFFER_OUTPUT]);
        EXPECT_LE(shape.param_bytes, m.buffer_bytes[plan.param_buffer]);
        if (HasFailure()) return;
    }
}

TEST(PlanRowwise, a_layer_is_cut_so_that_loads_and_stores_overlap) {
    const auto m = machine_of(262144);
    rowwise_shape add{};
    add.rows = 128;
    add.cols = 768;
    add.a_bytes = add.b_bytes = add.y_bytes = 1;
    rowwise_plan plan{};
    ASSERT_TRUE(plan_rowwise(&add, &m, &plan));
    EXPECT_EQ(plan.tile_rows, 10u) << "8192 elements";
    EXPECT_EQ(plan.tile_cols, 768u);
    EXPECT_EQ(plan.slots, 4u);
}

TEST(PlanRowwise, a_normalised_row_that_does_not_fit_is_refused) {
    const auto m = machine_of(4096);
    rowwise_shape norm{};
    norm.rows = 4;
    norm.cols = 3000;
    norm.a_bytes = 2;
    norm.y_bytes = 1;
    norm.whole_rows = true;
    rowwise_plan plan{};
    EXPECT_FALSE(plan_rowwise(&norm, &m, &plan)) << "6000 bytes in 4096";
    norm.cols = 2000;
    EXPECT_TRUE(plan_rowwise(&norm, &m, &plan)) << "fits once, not twice";
    EXPECT_EQ(plan.slots, 1u);
}
