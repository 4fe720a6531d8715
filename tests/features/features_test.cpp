#include "tests/support/scratch_path.h"
#include "workloads/features/features.h"

#include "tests/features/npy_file.h"
#include "workloads/format/image.h"

#include <gmock/gmock.h>
#include <limits>

namespace stavp::workloads {
namespace {

using testing::data_of;
using testing::npy_bytes;
using testing::put;

std::filesystem::path file_of(const std::string& descr, const std::string& shape, const std::string& data) {
    return put("f.npy", npy_bytes("{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + "}", data));
}

void expect_refusal(const std::filesystem::path& file, const std::string& reason) {
    try {
        read_features(file);
        ADD_FAILURE() << "not refused: " << reason;
    } catch (const FormatError& error) {
        EXPECT_EQ(std::string(error.what()), file.string() + ": " + reason);
    }
}

TEST(features, three_dimensions_are_sequences_and_two_are_one) {
    const std::string data = data_of<float>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    const auto three = read_features(file_of("<f4", "(2, 3, 2)", data));
    ASSERT_EQ(three.size(), 2U);
    const auto& second = std::get<Matrix>(three[1]);
    EXPECT_EQ(second.rows, 3U);
    EXPECT_EQ(second.cols, 2U);
    EXPECT_EQ(second.values, (std::vector<float>{7, 8, 9, 10, 11, 12}));
    const auto two = read_features(file_of("<f4", "(6, 2)", data));
    ASSERT_EQ(two.size(), 1U);
    EXPECT_EQ(std::get<Matrix>(two[0]).rows, 6U);
}

TEST(features, halves_and_doubles_become_floats) {
    const auto half = read_features(file_of("<f2", "(1, 2)", data_of<std::uint16_t>({0x3c00, 0xb800})));
    EXPECT_EQ(std::get<Matrix>(half[0]).values, (std::vector<float>{1, -0.5F}));
    const auto wide = read_features(file_of("<f8", "(1, 2)", data_of<double>({0.1, -3e38})));
    EXPECT_EQ(std::get<Matrix>(wide[0]).values, (std::vector<float>{0.1F, -3e38F}));
}

TEST(features, integers_are_token_ids) {
    const auto ids = read_features(file_of("<i8", "(2, 2)", data_of<std::int64_t>({0, 4294967295, 7, 8})));
    ASSERT_EQ(ids.size(), 2U);
    EXPECT_EQ(std::get<TokenIds>(ids[0]), (TokenIds{0, 4294967295}));
    EXPECT_EQ(std::get<TokenIds>(ids[1]), (TokenIds{7, 8}));
    EXPECT_EQ(std::get<TokenIds>(read_features(file_of("<u2", "(2,)", data_of<std::uint16_t>({1, 65535})))[0]),
              (TokenIds{1, 65535}));
}

TEST(features, values_that_do_not_fit_are_named_with_their_place) {
    constexpr float nan = std::numeric_limits<float>::quiet_NaN();
    expect_refusal(file_of("<f4", "(2, 1, 2)", data_of<float>({1, 2, 3, nan})),
                   "value [1, 0, 1] is not a finite float");
    expect_refusal(file_of("<f8", "(1, 2)", data_of<double>({1e39, 0})), "value [0, 0, 0] is not a finite float");
    expect_refusal(file_of("<f2", "(1, 1)", data_of<std::uint16_t>({0x7c00})), "value [0, 0, 0] is not a finite float");
    expect_refusal(file_of("<i4", "(1, 2)", data_of<std::int32_t>({3, -1})),
                   "token [0, 1] is no id of 0 to 4294967295");
    expect_refusal(file_of("<i8", "(1,)", data_of<std::int64_t>({4294967296})),
                   "token [0, 0] is no id of 0 to 4294967295");
    expect_refusal(file_of("<f4", "(2,)", data_of<float>({1, 2})), "features are [S, T, d] or [T, d], not [2]");
    expect_refusal(file_of("<f4", "(1, 1, 2, 1)", data_of<float>({1, 2})),
                   "features are [S, T, d] or [T, d], not [1, 1, 2, 1]");
    expect_refusal(file_of("<f4", "(0, 2, 3)", ""), "[0, 2, 3] is empty");
    expect_refusal(file_of("|b1", "(2,)", "ab"), "type '|b1' is neither float nor integer");
}

TEST(features, sequences_of_one_shape_are_written_and_read_again) {
    Matrix x(2, 3);
    x.values = {1, 2, 3, 4, 5, 6};
    const auto file = stavp::testing::scratch_path("written.npy");
    write_features(file, {x, x});
    const auto again = read_features(file);
    ASSERT_EQ(again.size(), 2U);
    EXPECT_EQ(std::get<Matrix>(again[1]).values, x.values);
    EXPECT_THROW(write_features(file, {x, Matrix(3, 3)}), std::invalid_argument);
    EXPECT_THROW(write_features(file, {TokenIds{1}}), std::invalid_argument);
    EXPECT_THROW(write_features(file, {}), std::invalid_argument);
}

} // namespace
} // namespace stavp::workloads
