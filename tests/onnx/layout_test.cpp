#include "workloads/onnx/layout.h"

#include <gtest/gtest.h>

namespace stavp::workloads::onnx_import {
namespace {

/// Rows 6, columns 16, as the sequence of one of a batch-first model.
const Axes value{{}, digit(Dim::row, 6), digit(Dim::column, 16)};

TEST(layout, heads_are_the_outer_digit_of_the_columns) {
    const auto heads = reshaped(value, Shape{1, 6, 2, 8});
    ASSERT_TRUE(heads);
    EXPECT_EQ((*heads)[2], (Axis{{Dim::column, 2, 8}}));
    EXPECT_EQ((*heads)[3], (Axis{{Dim::column, 8, 1}}));
    EXPECT_EQ(reshaped(*heads, Shape{6, 16}), (Axes{digit(Dim::row, 6), digit(Dim::column, 16)}));
}

TEST(layout, heads_merged_in_the_wrong_order_are_not_the_columns_again) {
    const Axes swapped{digit(Dim::row, 6), {{Dim::column, 8, 1}}, {{Dim::column, 2, 8}}};
    const auto merged = reshaped(swapped, Shape{6, 16});
    ASSERT_TRUE(merged);
    EXPECT_NE((*merged)[1], digit(Dim::column, 16));
    EXPECT_EQ(offsets((*merged)[1], Dim::column),
              (std::vector<std::int64_t>{0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15}));
}

TEST(layout, a_reshape_that_cuts_a_digit_unevenly_is_refused) {
    EXPECT_FALSE(reshaped(value, Shape{4, 24}));
    EXPECT_FALSE(reshaped(value, Shape{6, 17}));
    EXPECT_TRUE(reshaped(value, Shape{96}));
}

TEST(layout, places_count_rows_and_columns_in_the_arrays_order) {
    const auto all = places({digit(Dim::column, 2), digit(Dim::row, 3)}); // transposed
    ASSERT_EQ(all.size(), 6U);
    EXPECT_EQ(all[1].row, 1);
    EXPECT_EQ(all[1].column, 0);
    EXPECT_EQ(all[3].row, 0);
    EXPECT_EQ(all[3].column, 1);
}

} // namespace
} // namespace stavp::workloads::onnx_import
