#include "tests/format/editor.h"
#include "tests/format/small_workload.h"
#include "workloads/compress/encoding.h"
#include "workloads/format/image.h"
#include "workloads/reference/execute.h"

#include <gmock/gmock.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

using test::Editor;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Indices 1 3 | 0 1 | 0 1 of two bits: 0b01'00'11'01, 0b01'00.
TEST(Index, stores_positions_in_rising_order_the_lowest_bits_first) {
    const std::vector<std::int8_t> row{0, 7, 0, -3, 0, 0, 0, 0, 5, 0}; // ten columns: the last group is short
    const CompressedMatrix c = compress("w", 1, 10, row, {2, 4}, NMW_INDEX);
    EXPECT_THAT(c.values, ElementsAre(7, 0xfd, 0, 0, 5, 0));
    EXPECT_THAT(c.map, ElementsAre(0b01001101, 0b0100));
    EXPECT_EQ(c.row_stride, 6u);
    EXPECT_EQ(c.map_stride, 2u);
}

// 2, 5, 7 of three bits cross a byte: 2 + 5*8 + 7*64 = 0x1ea. The next row begins at a byte.
TEST(Index, indices_cross_bytes_and_rows_do_not) {
    const std::vector<std::int8_t> rows{0, 0, 1, 0, 0, 2, 0, 3, /**/ 4, 5, 6, 0, 0, 0, 0, 0};
    const CompressedMatrix c = compress("w", 2, 8, rows, {3, 8}, NMW_INDEX);
    EXPECT_THAT(c.values, ElementsAre(1, 2, 3, 4, 5, 6));
    EXPECT_THAT(c.map, ElementsAre(0xea, 0x01, 0 + 1 * 8 + (2 * 64 & 0xff), 0));
}

// One non-zero at 3 of 3:8: with the lowest free positions 0, 1, 3. A last group of two columns has one at 1: 0, 1, and
// 2 beyond the last column.
TEST(Index, spare_slots_take_the_lowest_free_positions_with_value_0) {
    const std::vector<std::int8_t> row{0, 0, 0, 9, 0, 0, 0, 0, 0, 8};
    const CompressedMatrix c = compress("w", 1, 10, row, {3, 8}, NMW_INDEX);
    EXPECT_THAT(c.values, ElementsAre(0, 0, 9, 0, 8, 0));
    const unsigned stream = 0 | 1 << 3 | 3 << 6 | 0 << 9 | 1 << 12 | 2 << 15;
    EXPECT_THAT(c.map, ElementsAre(stream & 0xff, stream >> 8 & 0xff, stream >> 16));
}

TEST(Index, a_full_group_of_32_lists_every_position) {
    std::vector<std::int8_t> row(32, 1);
    const CompressedMatrix c = compress("w", 1, 32, row, {32, 32}, NMW_INDEX);
    ASSERT_EQ(c.map.size(), 20u);
    for (unsigned i = 0; i < 32; ++i) {
        unsigned index = 0;
        for (unsigned b = 0; b < 5; ++b)
            index |= (c.map[(i * 5 + b) / 8] >> ((i * 5 + b) % 8) & 1u) << b;
        EXPECT_EQ(index, i);
    }
}

TEST(Index, overfull_group_is_refused_by_row_and_group) {
    std::vector<std::int8_t> values(2 * 16);
    values[16 + 9] = values[16 + 10] = values[16 + 15] = 1;
    try {
        compress("w", 2, 16, values, {2, 8}, NMW_INDEX);
        FAIL();
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(), "tensor 'w': row 1, group 1 has 3 non-zeros, more than 2:8 allows");
    }
}

TEST(Index, the_same_weights_give_the_same_golden_tensors_as_a_bitmap) {
    const Image bitmap = Image::parse(test::small_image(), "bitmap");
    const Image index = Image::parse(test::small_index_image(), "index");
    for (std::size_t i = 0; i < bitmap.tensors().size(); ++i)
        EXPECT_TRUE(std::ranges::equal(bitmap.golden(bitmap.tensors()[i]), index.golden(index.tensors()[i]))) << i;
}

/// A product with a weight of 2 x 10, 3:8 as indices: groups of 8 and 2 columns, 18 bits in 3 bytes a row.
std::vector<std::uint8_t> short_group_image() {
    WorkloadBuilder b("w", 1, {{1, 0, 0, 0}});
    b.encode_weights(EncodingChoice::index);
    const auto x = b.add_input("x", NMW_I8, 10, 1, std::vector<std::uint8_t>(10, 1));
    const std::vector<std::int8_t> values{0, 0, 0, 9, 0, 0, 0, 0, 0, 8, /**/ 0, 0, 1, 0, 0, 2, 0, 3, 4, 5};
    const auto w = b.add_weight("weight", 2, 10, values, {3, 8});
    const auto c = b.add_channels("c", std::vector<nmw_channel>(2, {0, 1 << 30, 30, 0}));
    const auto y = b.add_activation("y", NMW_I8, 1, 2, 1);
    b.add_gemm("g", x, w, c, y, false);
    b.set_output(y);
    return b.image_bytes();
}

std::string refusal(void (*damage)(Editor&)) {
    Editor editor(short_group_image());
    damage(editor);
    editor.mend();
    try {
        Image::parse(editor.bytes, "file");
        return "accepted";
    } catch (const FormatError& error) {
        return error.what();
    }
}

TEST(IndexRefusal, the_undamaged_file_computes_the_sums) {
    const Image image = Image::parse(short_group_image(), "file");
    const auto golden = image.golden(image.tensors()[3]);
    EXPECT_THAT(std::vector<std::uint8_t>(golden.begin(), golden.end()), ElementsAre(9 + 8, 1 + 2 + 3 + 4 + 5));
}

TEST(IndexRefusal, every_rule_is_checked_and_named) {
    // row 0: 0, 1, 3 | 0, 1, 2
    EXPECT_EQ(refusal([](Editor& e) { e.bytes[e.tensor("weight").map_offset] = 0 | 0 << 3 | (3 << 6 & 0xff); }),
              "file: tensor 'weight': row 0: group 0 has index 0 after 0: they must rise");
    // row 1: 2, 5, 7 | 0, 1, 2; the second index becomes 1
    EXPECT_EQ(refusal([](Editor& e) { e.bytes[e.tensor("weight").map_offset + 3] = 2 | 1 << 3 | (7 << 6 & 0xff); }),
              "file: tensor 'weight': row 1: group 0 has index 1 after 2: they must rise");
    // the last slot of group 1 is at position 2, beyond column 9
    EXPECT_EQ(refusal([](Editor& e) { e.bytes[e.tensor("weight").offset + 5] = 1; }),
              "file: tensor 'weight': row 0: group 1 has a value beyond the last column");
    EXPECT_EQ(refusal([](Editor& e) { e.bytes[e.tensor("weight").map_offset + 5] |= 0x04; }),
              "file: tensor 'weight': row 1: index bits beyond the last group are not 0");
    EXPECT_EQ(refusal([](Editor& e) { e.tensor("weight").map_bytes = 7; }),
              "file: tensor 'weight': indices of 7 bytes in rows of 3 for 2 rows of 3");
    EXPECT_EQ(refusal([](Editor& e) { e.tensor("weight").map_stride = 4; }),
              "file: tensor 'weight': indices of 6 bytes in rows of 4 for 2 rows of 3");
    EXPECT_THAT(refusal([](Editor& e) { e.tensor("weight").row_stride = 5; }), HasSubstr("do not fit"));
    EXPECT_THAT(refusal([](Editor& e) { e.tensor("weight").pattern_n = 9; }), HasSubstr("pattern 9:8"));
    EXPECT_THAT(refusal([](Editor& e) { e.tensor("weight").dtype = NMW_U8; }), HasSubstr("must be int8"));
    EXPECT_THAT(refusal([](Editor& e) { e.tensor("weight").map_offset = 1u << 20; }), HasSubstr("lie outside"));
    EXPECT_EQ(refusal([](Editor& e) { e.header().version = 1; }),
              "file: tensor 'weight': index encoding in a file of version 1");
    // read as a bitmap the strides do not fit
    EXPECT_THAT(refusal([](Editor& e) { e.tensor("weight").encoding = NMW_BITMAP; }), HasSubstr("map of 6 bytes"));
}

TEST(IndexRefusal, a_value_of_0_may_stand_in_any_slot) {
    EXPECT_EQ(refusal([](Editor& e) { e.bytes[e.tensor("weight").offset + 8] = 0; }), "accepted");
}

} // namespace
} // namespace stavp::workloads
