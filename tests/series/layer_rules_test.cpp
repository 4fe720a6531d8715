#include "workloads/series/layer_rules.h"

#include "tests/pack/tiny_model.h"

#include <gtest/gtest.h>

namespace stavp::workloads::series {
namespace {

TEST(layer_rules, every_layer_follows_its_own_rule) {
    LayerRules rules;
    rules.exclude = {"head"};
    rules.layers["qkv"] = {LayerRule::Kind::constant, {2, 4}, 0};
    rules.layers["output"] = {LayerRule::Kind::dense, {}, 0};
    rules.layers["ffn1"] = {LayerRule::Kind::at_least, {}, 3};
    const Model model = testing::tiny_model();
    EXPECT_EQ(
        layer_patterns(model, rules, {4, 8}),
        (std::map<std::string, Pattern>{{"qkv", {2, 4}}, {"residual", {4, 8}}, {"ffn1", {4, 8}}, {"ffn2", {4, 8}}}));
    EXPECT_EQ(layer_patterns(model, rules, {1, 8}).at("ffn1"), (Pattern{3, 8}));
    // 3 of 2 is no pattern: the layer stays dense.
    EXPECT_FALSE(layer_patterns(model, rules, {1, 2}).contains("ffn1"));
}

TEST(layer_rules, masked_zeroes_by_magnitude_and_marks_the_pattern) {
    Model model;
    model.nodes.push_back({.name = "x", .op = Op::input, .max_tokens = 1, .columns = 4});
    model.nodes.push_back({.name = "g", .op = Op::gemm, .inputs = {"x"}, .weight = "w"});
    model.parameters["w"] = {{2, 4}, {1, -3, 2, 0.5F, 4, 4, -5, 1}};
    const Model pruned = masked(model, {{"g", {2, 4}}});
    EXPECT_EQ(pruned.parameter("w").values, (std::vector<float>{0, -3, 2, 0, 4, 0, -5, 0}));
    EXPECT_EQ(pruned.node("g").pattern, (Pattern{2, 4}));
    const Model given = masked(model, {{"g", {1, 4}}}, {{"g", {1, 0, 0, 0, 0, 0, 0, 1}}});
    EXPECT_EQ(given.parameter("w").values, (std::vector<float>{1, 0, 0, 0, 0, 0, 0, 1}));
}

} // namespace
} // namespace stavp::workloads::series
