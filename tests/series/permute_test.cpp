#include "workloads/series/permute.h"

#include "tests/pack/tiny_model.h"
#include "workloads/float/forward.h"
#include "workloads/prune/oneshot.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

namespace stavp::workloads::series {
namespace {

std::vector<std::string> names(const std::vector<ChannelPair>& pairs) {
    std::vector<std::string> list;
    for (const ChannelPair& pair : pairs)
        list.push_back(pair.producer + ">" + pair.consumer);
    return list;
}

/// All weights whole numbers: sums are exact in any order.
Model whole_numbers(Model model) {
    for (auto& [name, parameter] : model.parameters)
        for (float& value : parameter.values)
            value = std::round(value * 4);
    return model;
}

/// A feed-forward pair alone, which only adds and multiplies.
Model feed_forward() {
    const Model whole = testing::tiny_model();
    Model model;
    model.nodes.push_back({.name = "norm2", .op = Op::input, .max_tokens = 4, .columns = 40});
    for (const char* name : {"ffn1", "relu", "ffn2"})
        model.nodes.push_back(whole.node(name));
    for (const char* name : {"ffn1.weight", "ffn1.bias", "ffn2.weight", "ffn2.bias"})
        model.parameters[name] = whole.parameter(name);
    return whole_numbers(model);
}

double kept(const Parameter& weight, Pattern pattern) {
    const auto mask = magnitude_mask(weight.values, weight.shape[1], pattern);
    double sum = 0;
    for (std::size_t i = 0; i < mask.size(); ++i)
        if (mask[i] != 0) sum += std::abs(weight.values[i]);
    return sum;
}

TEST(channel_pairs, are_found_through_elementwise_functions_and_attention) {
    EXPECT_EQ(names(channel_pairs(testing::tiny_model())), (std::vector<std::string>{"qkv>output", "ffn1>ffn2"}));
    const auto pairs = channel_pairs(testing::tiny_model());
    EXPECT_EQ(pairs[0].offset, 48U); // V follows Q and K of 24 columns each
    EXPECT_EQ(pairs[0].block, 12U);  // two heads
    EXPECT_EQ(pairs[1].offset, 0U);
    EXPECT_EQ(pairs[1].block, 48U);
}

TEST(channel_pairs, are_none_where_something_else_reads_the_channels) {
    Model model = testing::tiny_model();
    for (Node& node : model.nodes)
        if (node.name == "add2") node.inputs = {"ffn2", "add1"};
    Node spy;
    spy.name = "spy";
    spy.op = Op::tanh;
    spy.inputs = {"ffn1"};
    model.nodes.insert(model.nodes.end() - 1, spy);
    EXPECT_EQ(names(channel_pairs(model)), (std::vector<std::string>{"qkv>output"}));
}

TEST(channel_pairs, are_none_where_a_weight_is_shared) {
    Model model = testing::tiny_model();
    for (Node& node : model.nodes)
        if (node.name == "head") node.weight = "ffn1.weight";
    EXPECT_EQ(names(channel_pairs(model)), (std::vector<std::string>{"qkv>output"}));
}

TEST(reorder_channels, leaves_a_feed_forward_pairs_function_exactly_as_it_was) {
    const Model before = feed_forward();
    Model after = before;
    permute_channels(after, {{"ffn2", {2, 8}}}, 5);
    ASSERT_NE(after.parameter("ffn2.weight").values, before.parameter("ffn2.weight").values);
    Matrix x(4, 40);
    testing::Noise noise(3);
    for (float& value : x.values)
        value = std::round(8 * noise.next());
    EXPECT_EQ(forward(after, x).values, forward(before, x).values);
}

TEST(reorder_channels, leaves_a_whole_models_function_as_it_was) {
    const Model before = testing::tiny_model();
    Model after = before;
    const auto moved = permute_channels(after, {{"ffn2", {1, 8}}, {"output", {1, 4}}}, 5);
    ASSERT_EQ(moved.size(), 2U);
    ASSERT_NE(after.parameter("output.weight").values, before.parameter("output.weight").values);
    for (const TokenIds& ids : {TokenIds{3, 5, 8}, TokenIds{1}, TokenIds{9, 2, 2, 11, 20, 7}}) {
        const Matrix a = forward(before, ids);
        const Matrix b = forward(after, ids);
        for (std::size_t i = 0; i < a.values.size(); ++i)
            EXPECT_NEAR(a.values[i], b.values[i], 1e-5);
    }
}

TEST(search_order, is_a_permutation_within_its_blocks_and_reports_what_the_masks_keep) {
    testing::Noise noise(11);
    const Parameter weight = testing::random_matrix(noise, 10, 48, 1);
    for (const Pattern pattern : {Pattern{2, 8}, {1, 4}, {3, 16}}) {
        const Permutation found = search_order(weight.values, 48, pattern, 24, 7);
        std::vector<std::size_t> sorted = found.order;
        std::ranges::sort(sorted);
        std::vector<std::size_t> all(48);
        std::iota(all.begin(), all.end(), std::size_t{0});
        EXPECT_EQ(sorted, all);
        Parameter moved = weight;
        for (std::size_t row = 0; row < 10; ++row)
            for (std::size_t c = 0; c < 48; ++c) {
                EXPECT_EQ(found.order[c] / 24, c / 24);
                moved.values[row * 48 + c] = weight.values[row * 48 + found.order[c]];
            }
        EXPECT_NEAR(found.kept_before, kept(weight, pattern), 1e-4);
        EXPECT_NEAR(found.kept_after, kept(moved, pattern), 1e-4);
        EXPECT_GT(found.kept_after, found.kept_before);
    }
}

TEST(search_order, finds_the_best_order_where_it_is_plain) {
    // Four strong columns stand in one group of 1:4 and can all be kept only one to a group.
    Parameter weight{{2, 16}, std::vector<float>(32, 0.1F)};
    for (std::size_t c = 0; c < 4; ++c)
        weight.values[c] = weight.values[16 + c] = 5;
    const Permutation found = search_order(weight.values, 16, {1, 4}, 16, 1);
    EXPECT_NEAR(found.kept_before, 2 * (5 + 3 * 0.1), 1e-5);
    EXPECT_NEAR(found.kept_after, 2 * 4 * 5, 1e-5);
}

TEST(search_order, is_the_same_for_the_same_seed) {
    testing::Noise noise(2);
    const Parameter weight = testing::random_matrix(noise, 8, 32, 1);
    EXPECT_EQ(search_order(weight.values, 32, {2, 8}, 32, 4).order,
              search_order(weight.values, 32, {2, 8}, 32, 4).order);
    EXPECT_NE(search_order(weight.values, 32, {2, 8}, 32, 4).order,
              search_order(weight.values, 32, {2, 8}, 32, 5).order);
}

} // namespace
} // namespace stavp::workloads::series
