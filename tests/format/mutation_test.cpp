#include "tests/format/editor.h"
#include "tests/format/small_workload.h"
#include "workloads/format/image.h"
#include "workloads/reference/execute.h"

#include <gtest/gtest.h>
#include <random>

namespace stavp::workloads {
namespace {

bool accepted(std::vector<std::uint8_t> bytes) {
    try {
        Image::parse(std::move(bytes), "file.nmw");
        return true;
    } catch (const FormatError&) {
        return false;
    }
}

TEST(Mutation, every_truncation_is_refused) {
    const auto& file = test::small_image();
    for (std::size_t bytes = 0; bytes < file.size(); ++bytes)
        EXPECT_FALSE(accepted({file.begin(), file.begin() + static_cast<std::ptrdiff_t>(bytes)})) << bytes;
}

TEST(Mutation, every_truncation_is_refused_even_if_the_header_agrees) {
    for (std::size_t bytes = sizeof(nmw_header); bytes < test::small_image().size(); ++bytes) {
        test::Editor editor(test::small_image());
        editor.bytes.resize(bytes);
        editor.header().file_bytes = bytes;
        editor.mend();
        const bool only_padding_lost = [&] {
            test::Editor whole(test::small_image());
            const auto& last = whole.section(NMW_SECTION_META);
            return bytes >= last.offset + last.bytes;
        }();
        EXPECT_EQ(accepted(editor.bytes), only_padding_lost) << bytes;
    }
}

TEST(Mutation, any_flipped_bit_is_noticed) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 5000; ++i) {
        auto bytes = test::small_image();
        bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1u << random() % 8);
        EXPECT_FALSE(accepted(std::move(bytes))) << i;
    }
}

/// With mended checksums the damage reaches the checks of the content. What they let through must also execute.
TEST(Mutation, mended_random_damage_is_refused_or_executes) {
    std::mt19937_64 random(2);
    int runs = 0;
    for (int i = 0; i < 10000; ++i) {
        auto bytes = i % 2 == 0 ? test::small_image() : test::small_index_image();
        // Mostly the structures, where the damage means something.
        const std::size_t limit = random() % 4 ? 3200 : bytes.size();
        for (std::uint64_t n = 1 + random() % 4; n > 0; --n) {
            const std::size_t at = random() % std::min(limit, bytes.size());
            switch (random() % 3) {
            case 0:
                bytes[at] ^= static_cast<std::uint8_t>(1u << random() % 8);
                break;
            case 1:
                bytes[at] = static_cast<std::uint8_t>(random());
                break;
            default:
                bytes[at] = random() % 2 ? 0xff : 0;
            }
        }
        mend_checksums(bytes);
        try {
            execute_reference(Image::parse(std::move(bytes), "file.nmw"));
            ++runs;
        } catch (const FormatError&) {
        }
    }
    EXPECT_GT(runs, 100);
    EXPECT_LT(runs, 9900);
}

/// What can go wrong in 24 rows of 4 indices: any byte set to anything is refused by row and group, or leaves rising
/// indices, decodes without reaching outside, and executes.
TEST(Mutation, every_value_of_every_index_byte_is_refused_or_executes) {
    int refused = 0;
    int runs = 0;
    const std::uint64_t at = test::Editor(test::small_index_image()).tensor("qkv.weight").map_offset;
    for (std::uint64_t byte = 0; byte < 24; ++byte)
        for (int value = 0; value < 256; ++value) {
            auto bytes = test::small_index_image();
            bytes[at + byte] = static_cast<std::uint8_t>(value);
            mend_checksums(bytes);
            try {
                execute_reference(Image::parse(std::move(bytes), "file.nmw"));
                ++runs;
                // two groups of two rising indices below 4: 6 pairs each
                EXPECT_TRUE((value & 3) < (value >> 2 & 3) && (value >> 4 & 3) < (value >> 6 & 3)) << value;
            } catch (const FormatError&) {
                ++refused;
            }
        }
    EXPECT_EQ(runs, 24 * 36);
    EXPECT_EQ(refused, 24 * (256 - 36));
}

} // namespace
} // namespace stavp::workloads
