#include "workloads/reference/attention.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <numbers>
#include <random>

namespace stavp::workloads::reference {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

std::vector<std::int16_t> softmax(const std::vector<std::int16_t>& scores, std::size_t valid) {
    std::vector<std::int16_t> p(scores.size(), 99);
    softmax_row(scores, valid, p);
    return p;
}

TEST(Softmax, equal_scores_share_by_hand_computation) {
    // e = (500^2 * 11288 >> 16) + 22544 = 65604 for both; P = (65604 * 255 + 65604) / 131208 = 128.
    EXPECT_THAT(softmax({-7, -7}, 2), ElementsAre(128, 128));
    EXPECT_THAT(softmax({1234}, 1), ElementsAre(255));
}

TEST(Softmax, one_ln2_less_is_half_the_weight) {
    // e = 65604 and 32802, s = 98406: (65604*255 + 49203)/98406 = 170.4999, (32802*255 + 49203)/98406 = 85.5.
    EXPECT_THAT(softmax({256, 0}, 2), ElementsAre(170, 85));
}

TEST(Softmax, quadratic_by_hand_computation) {
    // d = 100: t = 400, e = (400^2 * 11288 >> 16) + 22544 = 27558 + 22544 = 50102; s = 115706.
    // (65604*255 + 57853)/115706 = 145.08, (50102*255 + 57853)/115706 = 110.9.
    EXPECT_THAT(softmax({100, 0}, 2), ElementsAre(145, 110));
}

TEST(Softmax, beyond_31_halvings_nothing_is_left) {
    EXPECT_THAT(softmax({32767, -32768, 32767 - 32 * 256}, 3), ElementsAre(255, 0, 0));
}

TEST(Softmax, masked_columns_are_0_and_do_not_count) {
    EXPECT_THAT(softmax({0, 0, 32767, 32767}, 2), ElementsAre(128, 128, 0, 0));
    EXPECT_THAT(softmax({0, 0, 0}, 0), Each(0));
}

TEST(Softmax, is_within_two_steps_of_the_real_function) {
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
        std::vector<std::int16_t> x(1 + random() % 200);
        for (auto& v : x)
            v = static_cast<std::int16_t>(static_cast<int>(random() % 4000) - 2000);
        const auto p = softmax(x, x.size());
        double sum = 0;
        for (const auto v : x)
            sum += std::exp2(v / 256.0);
        for (std::size_t c = 0; c < x.size(); ++c)
            EXPECT_NEAR(p[c], 255 * std::exp2(x[c] / 256.0) / sum, 2);
    }
}

/// One head of one dimension, two rows: Q = 1, K = 0, V = 100 and 50; the scores are all 0.
std::vector<std::int16_t> tiny_attention(std::uint32_t valid, bool causal) {
    Matrix qkv(2, 3);
    qkv.values = {1, 0, 100, 1, 0, 50};
    nmw_layer layer{};
    layer.mult0 = layer.mult1 = 1;
    layer.shift0 = 1;
    layer.shift1 = 8;
    const std::vector<nmw_sequence> sequences{{valid, 0, 0, 0}};
    return attention(qkv, {1, 1, 2, causal}, sequences, layer).values;
}

TEST(Attention, tiny_case_by_hand_computation) {
    EXPECT_THAT(tiny_attention(2, false), ElementsAre(75, 75));   // (128*150 + 128) >> 8
    EXPECT_THAT(tiny_attention(2, true), ElementsAre(100, 75));   // (255*100 + 128) >> 8 = 100.1
    EXPECT_THAT(tiny_attention(1, false), ElementsAre(100, 100)); // padding rows see the valid column only
    EXPECT_THAT(tiny_attention(1, true), ElementsAre(100, 100));
}

TEST(Attention, is_near_real_attention_for_each_head_and_sequence) {
    constexpr std::uint32_t heads = 3, dh = 8, seq = 12, d = heads * dh;
    const std::vector<nmw_sequence> sequences{{12, 0, 0, 0}, {7, 0, 0, 0}};
    std::mt19937 random(5);
    Matrix qkv(2 * seq, 3 * d);
    for (auto& v : qkv.values)
        v = static_cast<std::int16_t>(static_cast<int>(random() % 201) - 100);
    constexpr double score = 0.0002; // integer dot product -> natural logarithm
    nmw_layer layer{};
    layer.mult0 = static_cast<std::int32_t>(score * 256 / std::numbers::ln2 * 0x1p24);
    layer.shift0 = 24;
    layer.mult1 = static_cast<std::int32_t>(0x1p40 / 255 / 8);
    layer.shift1 = 37; // a factor of 1/255
    for (const bool causal : {false, true}) {
        const Matrix out = attention(qkv, {heads, dh, seq, causal}, sequences, layer);
        for (std::uint32_t b = 0; b < 2; ++b)
            for (std::uint32_t h = 0; h < heads; ++h)
                for (std::uint32_t r = 0; r < seq; ++r) {
                    const auto at = [&](std::uint32_t row, std::uint32_t part, std::uint32_t i) {
                        return static_cast<double>(qkv.row(b * seq + row)[part * d + h * dh + i]);
                    };
                    const std::uint32_t columns = causal ? std::min(sequences[b].valid, r + 1) : sequences[b].valid;
                    std::vector<double> weight(columns);
                    double total = 0;
                    for (std::uint32_t c = 0; c < columns; ++c) {
                        double dot = 0;
                        for (std::uint32_t i = 0; i < dh; ++i)
                            dot += at(r, 0, i) * at(c, 1, i);
                        total += weight[c] = std::exp(dot * score);
                    }
                    for (std::uint32_t i = 0; i < dh; ++i) {
                        double expected = 0;
                        for (std::uint32_t c = 0; c < columns; ++c)
                            expected += weight[c] / total * at(c, 2, i);
                        // 12 columns, each off by at most 2 steps of 1/255 times |V| <= 100, and half a step.
                        EXPECT_NEAR(out.row(b * seq + r)[h * dh + i], expected, 12 * 2 * 100 / 255.0 / 2 + 0.5);
                    }
                }
    }
}

} // namespace
} // namespace stavp::workloads::reference
