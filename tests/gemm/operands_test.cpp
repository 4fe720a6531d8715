#include "platform/gemm/operands.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace stavp::gemm {
namespace {

/// Bits [at, at + count) of a row, the lowest first.
std::uint64_t bits(const std::vector<std::uint8_t>& bytes, std::uint64_t row, std::uint64_t at, unsigned count) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i)
        value |= std::uint64_t{bytes[row + (at + i) / 8] >> ((at + i) % 8) & 1u} << i;
    return value;
}

/// The dense weights that values and positions stand for, by docs/workload-format.md.
std::vector<std::int16_t> decompressed(const Problem& p, const Operands& o) {
    std::vector<std::int16_t> dense(std::size_t{p.k} * p.n, 0);
    const std::uint64_t groups = (p.k + p.pattern_m - 1) / p.pattern_m;
    unsigned index_bits = 0;
    while (1u << index_bits < p.pattern_m)
        ++index_bits;
    const bool indexed = p.positions == Positions::index;
    const auto map_row = (groups * (indexed ? p.pattern_n * index_bits : p.pattern_m) + 7) / 8;
    for (std::uint64_t n = 0; n < p.n; ++n)
        for (std::uint64_t g = 0; g < groups; ++g) {
            std::uint64_t slot = n * groups * p.pattern_n + g * p.pattern_n;
            for (std::uint64_t j = 0; j < (indexed ? p.pattern_n : p.pattern_m); ++j) {
                const auto k = g * p.pattern_m +
                               (indexed ? bits(o.map, n * map_row, (g * p.pattern_n + j) * index_bits, index_bits) : j);
                if (!indexed && bits(o.map, n * map_row, k, 1) == 0) continue;
                const auto value = static_cast<std::int8_t>(o.w[slot++]);
                if (value != 0) dense[k * p.n + n] = value;
            }
        }
    return dense;
}

TEST(GemmOperands, compressed_weights_stand_for_the_dense_ones_and_every_group_is_full) {
    std::mt19937 random(4);
    for (int i = 0; i < 60; ++i) {
        Problem p;
        p.m = 1;
        p.n = 1 + random() % 5;
        p.k = 1 + random() % 90;
        p.pattern_m = 2u << random() % 5;
        p.pattern_n = 1 + random() % p.pattern_m;
        p.positions = i % 2 == 0 ? Positions::bitmap : Positions::index;
        p.seed = random();
        const auto o = random_operands(p);
        EXPECT_EQ(decompressed(p, o), o.dense) << p.pattern_n << ":" << p.pattern_m << " k " << p.k;
        const auto zeros = static_cast<std::uint64_t>(std::count(o.dense.begin(), o.dense.end(), 0));
        EXPECT_EQ(o.dense.size() - zeros, p.n * p.kept_per_channel());
    }
}

TEST(GemmOperands, equal_seeds_give_equal_operands_and_others_do_not) {
    Problem p;
    p.m = p.n = p.k = 16;
    const auto a = random_operands(p);
    EXPECT_EQ(a.x, random_operands(p).x);
    EXPECT_EQ(a.w, random_operands(p).w);
    p.seed = 2;
    EXPECT_NE(a.x, random_operands(p).x);
    EXPECT_NE(a.w, random_operands(p).w);
}

// x = [1 2; -3 4], w (k x n) = [5 -6; 7 8]: sums 19, 10; 13, 50. Shift for c = 2: 12 + 1 - 6 = 7, too much for these:
// (19 + 64) >> 7 = 0; raw sums show them.
TEST(GemmOperands, the_host_product_equals_a_hand_computation) {
    Problem p;
    p.m = p.k = p.n = 2;
    p.output = STAVP_I32;
    Operands o;
    o.x = {1, 2, 0xfd, 4};
    o.dense = {5, -6, 7, 8};
    EXPECT_EQ(host_product(p, o), (std::vector<std::uint8_t>{19, 0, 0, 0, 10, 0, 0, 0, 13, 0, 0, 0, 50, 0, 0, 0}));
    p.output = STAVP_I8;
    EXPECT_EQ(output_shift(p), 7u);
    o.x = {100, 100, 0x9c, 0x9c}; // sums 1200, 200 and their negatives; (1200 + 64) >> 7 = 9, (-1200 + 64) >> 7 = -9
    EXPECT_EQ(host_product(p, o), (std::vector<std::uint8_t>{9, 2, 0xf7, 0xfe}));
}

TEST(GemmOperands, a_wrong_byte_is_named_by_its_element) {
    Problem p;
    p.m = 3;
    p.n = 4;
    p.output = STAVP_I16;
    std::vector<std::uint8_t> expected(24, 7);
    auto got = expected;
    EXPECT_EQ(first_difference(p, expected, got), "");
    got[13] = 9; // element 6 = [1, 2], its high byte
    EXPECT_EQ(first_difference(p, expected, got), "first wrong element [1,2]: byte 1 is 0x09, expected 0x07");
}

} // namespace
} // namespace stavp::gemm
