#include "tests/format/small_workload.h"
#include "workloads/compress/encoding.h"
#include "workloads/format/image.h"

#include <array>
#include <bit>
#include <gtest/gtest.h>
#include <random>
#include <stdexcept>

namespace stavp::workloads {
namespace {

constexpr std::array group_sizes{2u, 4u, 8u, 16u, 32u};

/// Random weights with exactly n of m non-zeros.
std::vector<std::int8_t> random_weights(std::uint32_t rows, std::uint32_t cols, Pattern pattern) {
    std::mt19937 random(pattern.m * 64 + pattern.n);
    std::vector<std::int8_t> values(std::size_t{rows} * cols);
    for (std::size_t group = 0; group < values.size(); group += pattern.m)
        for (std::uint32_t kept = 0; kept < pattern.n;) {
            auto& value = values[group + random() % pattern.m];
            if (value != 0) continue;
            value = static_cast<std::int8_t>(1 + random() % 127);
            ++kept;
        }
    return values;
}

double measured_ratio(Pattern pattern, nmw_encoding encoding) {
    constexpr std::uint32_t rows = 6;
    constexpr std::uint32_t cols = 768; // whole groups, and whole bytes of map and indices, for every pattern here
    const auto c = compress("w", rows, cols, random_weights(rows, cols, pattern), pattern, encoding);
    return double{rows * cols} / static_cast<double>(c.values.size() + c.map.size());
}

struct Expected {
    Pattern pattern;
    double bitmap, index;
    nmw_encoding smaller;
};

// M*8 / (N*8 + M) and M*8 / (N*8 + N*ceil(log2 M)), worked out by hand.
const Expected by_hand[] = {
    {{1, 2}, 16.0 / 10, 16.0 / 9, NMW_INDEX},        // 1 < 2
    {{1, 4}, 32.0 / 12, 32.0 / 10, NMW_INDEX},       // 2 < 4:  2.67, 3.20
    {{2, 4}, 32.0 / 20, 32.0 / 20, NMW_BITMAP},      // 4 = 4:  1.60, 1.60
    {{3, 4}, 32.0 / 28, 32.0 / 30, NMW_BITMAP},      // 6 > 4
    {{1, 8}, 64.0 / 16, 64.0 / 11, NMW_INDEX},       // 3 < 8:  4.00, 5.82
    {{2, 8}, 64.0 / 24, 64.0 / 22, NMW_INDEX},       // 6 < 8:  2.67, 2.91
    {{3, 8}, 64.0 / 32, 64.0 / 33, NMW_BITMAP},      // 9 > 8
    {{4, 8}, 64.0 / 40, 64.0 / 44, NMW_BITMAP},      // 12 > 8: 1.60, 1.45
    {{3, 16}, 128.0 / 40, 128.0 / 36, NMW_INDEX},    // 12 < 16
    {{4, 16}, 128.0 / 48, 128.0 / 48, NMW_BITMAP},   // 16 = 16
    {{6, 32}, 256.0 / 80, 256.0 / 78, NMW_INDEX},    // 30 < 32
    {{7, 32}, 256.0 / 88, 256.0 / 91, NMW_BITMAP},   // 35 > 32
    {{32, 32}, 256.0 / 288, 256.0 / 416, NMW_BITMAP} // no gain at all
};

TEST(Compression, measured_ratios_are_those_of_the_arithmetic) {
    for (const auto& [pattern, bitmap, index, smaller] : by_hand) {
        EXPECT_DOUBLE_EQ(measured_ratio(pattern, NMW_BITMAP), bitmap) << to_string(pattern);
        EXPECT_DOUBLE_EQ(measured_ratio(pattern, NMW_INDEX), index) << to_string(pattern);
        EXPECT_EQ(choose_encoding(6, 768, pattern, EncodingChoice::smallest), smaller) << to_string(pattern);
    }
}

TEST(Compression, the_index_is_taken_exactly_where_its_bits_are_fewer) {
    for (const std::uint32_t m : group_sizes)
        for (std::uint32_t n = 1, bits = static_cast<std::uint32_t>(std::bit_width(m)) - 1; n <= m; ++n) {
            const bool fewer = n * bits < m;
            EXPECT_EQ(choose_encoding(3, 2048, {n, m}, EncodingChoice::smallest), fewer ? NMW_INDEX : NMW_BITMAP)
                << n << ':' << m;
        }
}

// Eight columns of 1:4: a map of 8 bits or two indices of 2 bits take one byte each. Of 1:2 with 9 columns: 10 bits in
// two bytes, or five indices of one bit in one.
TEST(Compression, bytes_decide_not_bits) {
    EXPECT_EQ(choose_encoding(100, 8, {1, 4}, EncodingChoice::smallest), NMW_BITMAP);
    EXPECT_EQ(stored_bytes(100, 8, {1, 4}, NMW_INDEX), stored_bytes(100, 8, {1, 4}, NMW_BITMAP));
    EXPECT_EQ(choose_encoding(100, 9, {1, 2}, EncodingChoice::smallest), NMW_INDEX);
    EXPECT_EQ(stored_bytes(100, 9, {1, 2}, NMW_BITMAP), 100u * (5 + 2));
    EXPECT_EQ(stored_bytes(100, 9, {1, 2}, NMW_INDEX), 100u * (5 + 1));
}

TEST(Compression, a_choice_can_be_forced_but_dense_stays_dense) {
    EXPECT_EQ(choose_encoding(1, 64, {4, 8}, EncodingChoice::index), NMW_INDEX);
    EXPECT_EQ(choose_encoding(1, 64, {1, 8}, EncodingChoice::bitmap), NMW_BITMAP);
    EXPECT_EQ(choose_encoding(1, 64, {}, EncodingChoice::index), NMW_DENSE);
    EXPECT_EQ(stored_bytes(3, 64, {}, NMW_DENSE), 192u);
    EXPECT_THROW(compress("w", 1, 4, std::vector<std::int8_t>(4), {2, 4}, NMW_DENSE), std::invalid_argument);
}

TEST(Compression, choices_are_read_strictly) {
    EXPECT_EQ(parse_encoding("auto"), EncodingChoice::smallest);
    EXPECT_EQ(parse_encoding("bitmap"), EncodingChoice::bitmap);
    EXPECT_EQ(parse_encoding("index"), EncodingChoice::index);
    for (const char* text : {"", "Index", "csr", "auto "})
        EXPECT_THROW(parse_encoding(text), std::invalid_argument) << text;
}

TEST(Compression, the_builder_chooses_for_each_weight_and_states_the_lowest_version) {
    WorkloadBuilder b("w", 1, {{1, 0, 0, 0}});
    const std::vector<std::int8_t> zeros(64);
    const auto tensor = [&](const char* name, Pattern pattern) {
        return b.tensor(b.add_weight(name, 1, 64, zeros, pattern));
    };
    EXPECT_EQ(tensor("a", {2, 8}).encoding, std::uint32_t{NMW_INDEX});
    EXPECT_EQ(tensor("b", {3, 8}).encoding, std::uint32_t{NMW_BITMAP});
    EXPECT_EQ(tensor("c", {}).encoding, std::uint32_t{NMW_DENSE});
    b.encode_weights(EncodingChoice::index);
    EXPECT_EQ(tensor("d", {3, 8}).encoding, std::uint32_t{NMW_INDEX});
    EXPECT_EQ(Image::parse(test::small_image(), "bitmap").header().version, 1u);
    EXPECT_EQ(Image::parse(test::small_index_image(), "index").header().version, 2u);
}

} // namespace
} // namespace stavp::workloads
