#include "workloads/compress/encoding.h"

#include <gmock/gmock.h>
#include <random>
#include <stdexcept>

namespace stavp::workloads {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Bitmap, stores_kept_values_in_order_and_one_bit_per_position) {
    const std::vector<std::int8_t> row{0, 7, 0, -3, 0, 0, 0, 0, 5, 0}; // ten columns: the last group is short
    const CompressedMatrix b = compress("w", 1, 10, row, {2, 4}, NMW_BITMAP);
    EXPECT_THAT(b.values, ElementsAre(7, 0xfd, 0, 0, 5, 0));
    EXPECT_THAT(b.map, ElementsAre(0b00001010, 0b00000001));
    EXPECT_EQ(b.row_stride, 6u);
    EXPECT_EQ(b.map_stride, 2u);
}

TEST(Bitmap, groups_of_two_pack_four_to_a_byte_and_rows_begin_at_bytes) {
    const std::vector<std::int8_t> rows{1, 0, 0, 2, 0, 3, /**/ 0, 0, 0, 0, 4, 0};
    const CompressedMatrix b = compress("w", 2, 6, rows, {1, 2}, NMW_BITMAP);
    EXPECT_THAT(b.values, ElementsAre(1, 2, 3, 0, 0, 4));
    EXPECT_THAT(b.map, ElementsAre(0b00101001, 0b00010000));
}

TEST(Bitmap, overfull_group_is_refused_by_row_and_group) {
    std::vector<std::int8_t> values(3 * 16);
    values[2 * 16 + 9] = values[2 * 16 + 10] = values[2 * 16 + 15] = 1;
    try {
        compress("layer0.qkv.weight", 3, 16, values, {2, 8}, NMW_BITMAP);
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(), "tensor 'layer0.qkv.weight': row 2, group 1 has 3 non-zeros, more than 2:8 allows");
    }
}

TEST(Bitmap, wrong_pattern_or_size_is_refused) {
    const std::vector<std::int8_t> values(16);
    EXPECT_THROW(compress("w", 1, 16, values, {3, 6}, NMW_BITMAP), std::invalid_argument);
    EXPECT_THROW(compress("w", 1, 16, values, {5, 4}, NMW_BITMAP), std::invalid_argument);
    EXPECT_THROW(compress("w", 1, 16, values, {}, NMW_BITMAP), std::invalid_argument);
    EXPECT_THROW(compress("w", 2, 16, values, {2, 4}, NMW_BITMAP), std::invalid_argument);
}

TEST(Pattern, text_is_read_strictly) {
    EXPECT_EQ(parse_pattern("2:4"), (Pattern{2, 4}));
    EXPECT_EQ(parse_pattern("32:32"), (Pattern{32, 32}));
    EXPECT_EQ(parse_pattern("dense"), Pattern{});
    for (const char* text : {"", "2", "2:", ":4", "0:4", "5:4", "2:6", "2:4 ", "-1:4", "2:64", "Dense", "2:4:8"})
        EXPECT_THROW(parse_pattern(text), std::invalid_argument) << text;
    EXPECT_EQ(to_string(Pattern{1, 8}), "1:8");
    EXPECT_EQ(to_string(Pattern{}), "dense");
}

} // namespace
} // namespace stavp::workloads
