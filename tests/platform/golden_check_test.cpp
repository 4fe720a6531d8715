#include "platform/run/golden_check.h"

#include <gtest/gtest.h>

namespace {

using namespace stavp;

nmw_tensor tensor(std::uint32_t dtype, std::uint32_t rows, std::uint32_t cols) {
    nmw_tensor result{};
    result.dtype = dtype;
    result.rows = rows;
    result.cols = cols;
    return result;
}

TEST(GoldenCheck, equal_bytes_are_counted_and_pass) {
    const std::vector<std::uint8_t> bytes(12, 7);
    CheckReport report;
    check_output(tensor(NMW_I8, 3, 4), bytes, bytes, {2, 2}, "a", report);
    check_output(tensor(NMW_I8, 3, 4), bytes, bytes, {2, 2}, "b", report);
    EXPECT_EQ(report.compared, 24u);
    EXPECT_EQ(report.mismatches, 0u);
    EXPECT_FALSE(report.first_mismatch);
}

TEST(GoldenCheck, the_first_wrong_element_is_placed_in_row_column_and_tile) {
    const std::vector<std::uint8_t> expected(5 * 8, 1);
    auto got = expected;
    got[3 * 8 + 2] = 0xff;
    got[4 * 8 + 0] = 2;
    CheckReport report;
    check_output(tensor(NMW_I8, 5, 8), expected, got, {2, 4}, "ffn", report);
    EXPECT_EQ(report.mismatches, 2u);
    ASSERT_TRUE(report.first_mismatch);
    EXPECT_EQ(describe(*report.first_mismatch), "layer 'ffn' tile (1,0) first wrong element [3,2]: expected 1, got -1");
}

TEST(GoldenCheck, elements_are_read_in_their_type) {
    const std::vector<std::uint8_t> bytes = {0xfe, 0xff, 0xff, 0xff};
    EXPECT_EQ(element(NMW_I8, bytes, 0), -2);
    EXPECT_EQ(element(NMW_U8, bytes, 0), 254);
    EXPECT_EQ(element(NMW_I16, bytes, 0), -2);
    EXPECT_EQ(element(NMW_I16, bytes, 1), -1);
    EXPECT_EQ(element(NMW_I32, bytes, 0), -2);
}

TEST(GoldenCheck, the_first_mismatch_of_all_layers_is_kept) {
    const std::vector<std::uint8_t> expected(4, 0);
    const std::vector<std::uint8_t> got = {0, 5, 0, 0};
    CheckReport report;
    check_output(tensor(NMW_I16, 1, 2), expected, got, {}, "first", report);
    check_output(tensor(NMW_I16, 1, 2), expected, got, {}, "second", report);
    EXPECT_EQ(report.mismatches, 2u);
    EXPECT_EQ(report.first_mismatch->layer, "first");
    EXPECT_EQ(report.first_mismatch->got, 5 << 8);
    EXPECT_EQ(report.first_mismatch->tile_row, 0u);
}

} // namespace
