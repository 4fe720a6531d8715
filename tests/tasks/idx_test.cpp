#include "workloads/tasks/idx.h"

#include "tests/tasks/support.h"
#include "workloads/format/image.h"

#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::idx;
using ::testing::StartsWith;

class IdxFiles : public ::testing::Test {
protected:
    fs::path file = testing::fresh_folder("idx") / "some-idx.gz";

    std::string images_complaint() {
        return testing::complaint<FormatError>([&] { read_idx_images(file, "package p"); });
    }
    std::string labels_complaint() {
        return testing::complaint<FormatError>([&] { read_idx_labels(file, 10, "package p"); });
    }
    /// The gzip file itself cut to `share` of its bytes.
    void cut(double share) {
        fs::resize_file(file, static_cast<std::uintmax_t>(share * static_cast<double>(fs::file_size(file))));
    }
};

TEST_F(IdxFiles, images_and_labels_are_read_byte_by_byte) {
    testing::write_gz(file, idx({2, 1, 3}, {0, 1, 2, 253, 254, 255}));
    const IdxImages images = read_idx_images(file, "package p");
    EXPECT_EQ(images.count, 2U);
    EXPECT_EQ(images.rows, 1U);
    EXPECT_EQ(images.columns, 3U);
    EXPECT_EQ(images.pixels, (std::vector<std::uint8_t>{0, 1, 2, 253, 254, 255}));
    testing::write_gz(file, idx({3}, {9, 0, 4}));
    EXPECT_EQ(read_idx_labels(file, 10, "package p"), (std::vector<std::uint8_t>{9, 0, 4}));
}

TEST_F(IdxFiles, more_than_one_chunk_arrives_whole) {
    std::vector<std::uint8_t> pixels(70 * 1000);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint8_t>(i * i % 251);
    testing::write_gz(file, idx({70, 100, 10}, pixels));
    EXPECT_EQ(read_idx_images(file, "p").pixels, pixels);
}

TEST_F(IdxFiles, a_missing_file_is_named_with_its_package) {
    EXPECT_EQ(images_complaint(), file.string() + ": cannot be read: No such file or directory (package p)");
}

TEST_F(IdxFiles, a_folder_is_no_file) {
    file = file.parent_path();
    EXPECT_EQ(images_complaint(), file.string() + ": cannot be read: it is a directory (package p)");
}

TEST_F(IdxFiles, another_kind_of_file_is_refused_by_its_magic_number) {
    testing::write_gz(file, idx({3}, {1, 2, 3}));
    EXPECT_THAT(images_complaint(), HasSubstr("magic number is 0x00000801, expected 0x00000803"));
    auto bytes = idx({3}, {1, 2, 3});
    bytes[2] = 13; // floats
    testing::write_gz(file, bytes);
    EXPECT_THAT(labels_complaint(), HasSubstr("magic number is 0x00000d01, expected 0x00000801"));
    testing::write_text(file, "plain text, no archive at all");
    EXPECT_THAT(labels_complaint(), HasSubstr("magic number is 0x706c6169"));
}

TEST_F(IdxFiles, contents_cut_short_are_refused_wherever_the_cut_is) {
    const auto whole = idx({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        testing::write_gz(file, {whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(bytes)});
        EXPECT_THAT(images_complaint(), StartsWith(file.string() + ": is truncated")) << bytes;
    }
    EXPECT_THAT(images_complaint(), HasSubstr("7 of 8 elements"));
}

TEST_F(IdxFiles, an_archive_cut_short_is_refused_wherever_the_cut_is) {
    std::vector<std::uint8_t> pixels(784);
    for (std::size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = static_cast<std::uint8_t>(i * 31 % 256);
    for (const double share : {0.0, 0.001, 0.3, 0.9, 0.9999}) {
        testing::write_gz(file, idx({1, 28, 28}, pixels));
        cut(share);
        EXPECT_THAT(images_complaint(), StartsWith(file.string() + ": is truncated")) << share;
    }
}

TEST_F(IdxFiles, a_flipped_bit_of_the_archive_is_noticed) {
    testing::write_gz(file, idx({4}, {1, 2, 3, 4}));
    std::fstream edit(file, std::ios::in | std::ios::out | std::ios::binary);
    edit.seekp(-6, std::ios::end); // the checksum
    edit.put('\x5a');
    edit.close();
    EXPECT_EQ(labels_complaint(), file.string() + ": is damaged (package p)");
}

TEST_F(IdxFiles, bytes_after_the_last_element_are_refused) {
    testing::write_gz(file, idx({3}, {1, 2, 3, 4}));
    EXPECT_THAT(labels_complaint(), HasSubstr("goes on after its 3 elements"));
}

TEST_F(IdxFiles, a_header_that_promises_too_much_or_nothing_is_refused_at_once) {
    testing::write_gz(file, idx({0xffffffff, 0xffffffff, 0xffffffff}, {1}));
    EXPECT_THAT(images_complaint(), HasSubstr("dimensions out of range"));
    testing::write_gz(file, idx({0x10000, 0x10000, 0}, {}));
    EXPECT_THAT(images_complaint(), HasSubstr("dimensions out of range"));
    testing::write_gz(file, idx({0}, {}));
    EXPECT_THAT(labels_complaint(), HasSubstr("dimensions out of range"));
}

TEST_F(IdxFiles, a_label_out_of_range_is_named_with_its_place) {
    testing::write_gz(file, idx({3}, {9, 0, 10}));
    EXPECT_EQ(labels_complaint(), file.string() + ": label 2 is 10, expected 0 to 9 (package p)");
}

} // namespace
} // namespace stavp::workloads
