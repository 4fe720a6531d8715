#include "workloads/reference/vector_ops.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <limits>
#include <numeric>
#include <random>

namespace stavp::workloads::reference {
namespace {

using ::testing::ElementsAre;

Matrix matrix(std::uint32_t rows, std::vector<std::int16_t> values) {
    Matrix m(rows, static_cast<std::uint32_t>(values.size() / rows));
    m.values = std::move(values);
    return m;
}

nmw_layer multipliers(std::int32_t mult0, std::uint32_t shift0, std::int32_t mult1 = 0) {
    nmw_layer layer{};
    layer.mult0 = mult0;
    layer.shift0 = shift0;
    layer.mult1 = mult1;
    return layer;
}

std::vector<std::int16_t> norm(std::vector<std::int16_t> x, std::vector<std::int16_t> gamma,
                               std::vector<std::int32_t> beta, nmw_layer layer, nmw_dtype out = NMW_I8) {
    return layernorm(matrix(1, std::move(x)), gamma, beta, layer, out).values;
}

TEST(LayerNorm, negative_mean_rounds_to_minus_infinity) {
    // mean = floor((256*-3 + 1)/2) = -384, c = +-128, var = 16384, std = 128, rcp = 2^25, n = +-4096 (1 in Q12).
    // Then n*gamma = +-2^24, times 2^30/2^49 is +-32; beta 2^19 adds 1 to the second.
    EXPECT_THAT(norm({-1, -2}, {4096, 4096}, {0, 1 << 19}, multipliers(1 << 30, 49)), ElementsAre(32, -31));
}

TEST(LayerNorm, mean_of_a_half_below_zero) {
    // D = 4, S = -1: 256*-1 + 2 = -254, floor(-254/4) = -64 (truncation would give -63).
    // c = 64 for the zeros, -192 for the -1; var = (3*4096 + 36864)/4 = 12288, std = 110, rcp = 39045157;
    // n = (64*39045157 + 2^19) >> 20 = 2383, (-192*39045157 + 2^19) >> 20 = -7149.
    EXPECT_THAT(norm({0, 0, 0, -1}, {1, 1, 1, 1}, {0, 0, 0, 0}, multipliers(2, 1), NMW_I16),
                ElementsAre(2383, 2383, 2383, -7149));
}

TEST(LayerNorm, constant_row_gives_beta) {
    EXPECT_THAT(norm({5, 5, 5, 5}, {4096, 4096, 4096, 4096}, {0, 8, -8, 9}, multipliers(2, 2)),
                ElementsAre(0, 4, -4, 5));                                       // halves round up; std 0 counts as 1
    EXPECT_THAT(norm({-3}, {4096}, {100}, multipliers(2, 1)), ElementsAre(100)); // D = 1: (-768 + 0)/1, c = 0
}

TEST(LayerNorm, eps_enters_below_the_root) {
    // c = +-128, var = 16384; eps_q = 49152 makes 65536, std = 256: half of the value without eps.
    nmw_layer layer = multipliers(1 << 30, 49);
    layer.eps_q = 49152;
    EXPECT_THAT(norm({-1, -2}, {4096, 4096}, {0, 0}, layer), ElementsAre(16, -16));
}

TEST(LayerNorm, product_with_gamma_is_clamped_to_int32) {
    std::vector<std::int16_t> x(8192);
    x[3] = 32767; // n is about sqrt(8191) * 4096 = 370k; times 32767 is far above 2^31
    const auto y =
        norm(x, std::vector<std::int16_t>(8192, 32767), std::vector<std::int32_t>(8192), multipliers(1 << 30, 55));
    EXPECT_EQ(y[3], 64); // 2^31 * 2^30 / 2^55
}

TEST(LayerNorm, is_within_one_step_of_the_real_function) {
    std::mt19937 random(2);
    for (const std::size_t d : {7u, 64u, 768u}) {
        std::vector<std::int16_t> x(d), gamma(d);
        std::vector<std::int32_t> beta(d);
        for (auto& v : x)
            v = static_cast<std::int16_t>(static_cast<int>(random() % 8001) - 3000);
        for (auto& v : gamma)
            v = static_cast<std::int16_t>(2048 + random() % 4096);
        for (auto& v : beta)
            v = static_cast<std::int32_t>(random() % 2000001) - 1000000;
        nmw_layer layer = multipliers(1 << 30, 30 + 24 - 5);
        layer.eps_q = 65536; // eps = 1 in units of the input
        const auto y = norm(x, gamma, beta, layer);
        const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(d);
        double var = 0;
        for (const auto v : x)
            var += (v - mean) * (v - mean) / static_cast<double>(d);
        for (std::size_t i = 0; i < d; ++i) {
            const double real = 32 * ((x[i] - mean) / std::sqrt(var + 1) * gamma[i] / 4096 + beta[i] / 16777216.0);
            EXPECT_NEAR(y[i], std::clamp(real, -128.0, 127.0), 0.6);
        }
    }
}

TEST(Add, sum_rounds_half_up_and_saturates) {
    const auto sum = [](std::int16_t a, std::int16_t b, nmw_layer layer, nmw_dtype out) {
        return add(matrix(1, {a}), matrix(1, {b}), layer, out).values[0];
    };
    EXPECT_EQ(sum(3, -6, multipliers(1, 1, 1), NMW_I8), -1); // -1.5
    EXPECT_EQ(sum(6, -3, multipliers(1, 1, 1), NMW_I8), 2);  // 1.5
    EXPECT_EQ(sum(3, 6, multipliers(1, 1, -1), NMW_I8), -1);
    EXPECT_EQ(sum(255, 255, multipliers(2, 1, 2), NMW_I8), 127);
    EXPECT_EQ(sum(-1, 0, multipliers(2, 1, 2), NMW_U8), 0);
    EXPECT_EQ(sum(-32768, -32768, multipliers(INT32_MAX, 1, INT32_MAX), NMW_I16), -32768);
    EXPECT_EQ(sum(-32768, 32767, multipliers(INT32_MAX, 30, INT32_MAX), NMW_I16), -2); // -(2^31-1)/2^30, -1.99..
}

TEST(Requant, scales_and_saturates) {
    EXPECT_THAT(requant(matrix(1, {-300, -5, 5, 300}), multipliers(1, 1), NMW_I8).values,
                ElementsAre(-128, -2, 3, 127));
    EXPECT_THAT(requant(matrix(1, {-300, 5, 600}), multipliers(1, 1), NMW_U8).values, ElementsAre(0, 3, 255));
}

TEST(Lut, index_is_the_bit_pattern) {
    std::vector<std::uint8_t> table(256);
    table[0] = 1;
    table[127] = 2;
    table[128] = 0xfd; // -3, for -128
    table[255] = 0x80; // -128, for -1
    EXPECT_THAT(lut(matrix(1, {0, 127, -128, -1}), table).values, ElementsAre(1, 2, -3, -128));
}

TEST(MeanPool, sums_valid_rows_of_each_sequence) {
    const std::vector<nmw_sequence> sequences{{2, 1, 1, 0}, {3, 1, 2, 0}};
    const Matrix a = matrix(6, {1, -1, 2, -2, 100, 100, 10, -10, 20, -20, 31, -31});
    // Sums 3 and -3 over 2 rows times 1/2; 61 and -61 over 3 rows times 1/4: halves and quarters round up.
    EXPECT_THAT(meanpool(a, sequences, 3, NMW_I8).values, ElementsAre(2, -1, 15, -15));
}

} // namespace
} // namespace stavp::workloads::reference
