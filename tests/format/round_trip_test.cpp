#include "tests/format/small_workload.h"
#include "workloads/format/image.h"
#include "workloads/format/names.h"
#include "workloads/reference/execute.h"

#include <cstring>
#include <filesystem>
#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

using ::testing::ElementsAre;

class RoundTrip : public ::testing::Test {
protected:
    std::filesystem::path file =
        std::filesystem::path(::testing::TempDir()) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    void TearDown() override { std::filesystem::remove(file); }
};

const nmw_tensor& tensor(const Image& image, std::string_view name) {
    for (const auto& t : image.tensors())
        if (name_of(t) == name) return t;
    throw std::out_of_range(std::string(name));
}

TEST_F(RoundTrip, written_file_loads_with_every_layer_tensor_and_sequence) {
    test::small_workload().write(file);
    const Image image = Image::load(file);
    EXPECT_EQ(name_of(image.header()), "small");
    EXPECT_EQ(image.layers().size(), 7u);
    EXPECT_EQ(image.tensors().size(), 12u);
    ASSERT_EQ(image.sequences().size(), 2u);
    EXPECT_EQ(image.sequences()[1].valid, 3u);
    EXPECT_EQ(image.meta(), R"({"made by":"a test"})");
    EXPECT_EQ(image.float_reference().size(), 16u);
    EXPECT_EQ(image.arena_offset() % NMW_ALIGN, 0u);
    EXPECT_EQ(image.bytes().size(), std::filesystem::file_size(file));
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".partial"));
}

TEST_F(RoundTrip, compressed_weight_has_the_values_and_bits_that_the_format_page_describes) {
    const Image image = Image::parse(test::small_image(), "image");
    const nmw_tensor& w = tensor(image, "qkv.weight");
    EXPECT_EQ(w.row_stride, 4u);
    EXPECT_EQ(w.map_stride, 1u);
    // Row 0: group 0 holds -100 at column 0 and 1 at column 1; group 1 holds -95 at column 4 and -30 at column 6.
    const auto values = image.values(w).first(4);
    EXPECT_THAT(std::vector<int>(
                    {std::int8_t(values[0]), std::int8_t(values[1]), std::int8_t(values[2]), std::int8_t(values[3])}),
                ElementsAre(-100, 1, -95, -30));
    EXPECT_EQ(image.map(w)[0], 0b01010011);
}

TEST_F(RoundTrip, golden_tensors_are_what_the_reference_executor_gives) {
    const Image image = Image::parse(test::small_image(), "image");
    const Activations outputs = execute_reference(image);
    for (std::size_t i = 0; i < image.tensors().size(); ++i) {
        const auto golden = image.golden(image.tensors()[i]);
        EXPECT_EQ(std::vector<std::uint8_t>(golden.begin(), golden.end()), outputs[i]) << name_of(image.tensors()[i]);
        EXPECT_EQ(outputs[i].empty(), image.tensors()[i].storage == NMW_IN_FILE);
    }
}

TEST_F(RoundTrip, two_builds_give_the_same_bytes) {
    EXPECT_EQ(test::small_workload().image_bytes(), test::small_workload().image_bytes());
}

TEST_F(RoundTrip, unwritable_target_throws_and_leaves_nothing) {
    const auto missing = std::filesystem::path(::testing::TempDir()) / "no such folder" / "w.nmw";
    EXPECT_THROW(test::small_workload().write(missing), std::runtime_error);
    EXPECT_FALSE(std::filesystem::exists(missing.parent_path()));
}

} // namespace
} // namespace stavp::workloads
