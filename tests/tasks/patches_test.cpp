#include "workloads/tasks/patches.h"

#include <gtest/gtest.h>
#include <numeric>
#include <vector>

namespace stavp::workloads {
namespace {

/// The pixel that a feature stands for.
int pixel(float feature) {
    return static_cast<int>((feature * 255 + 255) / 2 + 0.5F);
}

TEST(patches, come_row_by_row_and_so_do_the_pixels_inside) {
    // 4 x 4, pixel = 16 * y + x
    std::vector<std::uint8_t> image;
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 4; ++x)
            image.push_back(static_cast<std::uint8_t>(16 * y + x));
    const Matrix rows = cut_into_patches(image, 4, 2);
    ASSERT_EQ(rows.rows, 4U);
    ASSERT_EQ(rows.cols, 4U);
    const int by_hand[4][4] = {{0, 1, 16, 17}, {2, 3, 18, 19}, {32, 33, 48, 49}, {34, 35, 50, 51}};
    for (std::size_t r = 0; r < 4; ++r)
        for (std::size_t c = 0; c < 4; ++c)
            EXPECT_EQ(pixel(rows.row(r)[c]), by_hand[r][c]) << r << ", " << c;
}

TEST(patches, of_the_whole_image_and_of_single_pixels_keep_its_order) {
    std::vector<std::uint8_t> image(36);
    std::iota(image.begin(), image.end(), std::uint8_t{100});
    const Matrix whole = cut_into_patches(image, 6, 6);
    const Matrix single = cut_into_patches(image, 6, 1);
    EXPECT_EQ(whole.rows, 1U);
    EXPECT_EQ(single.cols, 1U);
    EXPECT_EQ(whole.values, single.values);
    EXPECT_EQ(pixel(whole.values[35]), 135);
}

TEST(patches, scale_pixels_to_minus_one_to_one) {
    const std::vector<std::uint8_t> image{0, 51, 204, 255};
    const Matrix rows = cut_into_patches(image, 2, 2);
    EXPECT_EQ(rows.values, (std::vector<float>{-1.0F, -0.6F, 0.6F, 1.0F}));
}

} // namespace
} // namespace stavp::workloads
