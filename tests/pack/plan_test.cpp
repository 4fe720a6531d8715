#include "workloads/pack/plan.h"

#include "tests/pack/tiny_model.h"

#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

TEST(plan_lowering, the_residual_stream_is_int16_and_operands_of_products_are_int8) {
    const LoweringPlan plan = plan_lowering(testing::tiny_model());
    for (const char* name : {"embedding", "output", "residual", "add1", "ffn2", "add2"})
        EXPECT_EQ(plan.values.at(name).dtype, NMW_I16) << name;
    for (const char* name : {"norm1", "qkv", "attention", "norm2", "relu", "pool", "head", "tanh"})
        EXPECT_EQ(plan.values.at(name).dtype, NMW_I8) << name;
}

TEST(plan_lowering, only_a_value_read_both_ways_gets_an_int8_copy) {
    const LoweringPlan plan = plan_lowering(testing::tiny_model());
    for (const auto& [name, value] : plan.values)
        EXPECT_EQ(value.int8_copy, name == "embedding") << name;
}

TEST(plan_lowering, a_relu_joins_its_gemm_unless_the_gemm_has_another_reader) {
    Model model = testing::tiny_model();
    EXPECT_EQ(plan_lowering(model).fused_relu.at("ffn1"), "relu");
    model.nodes.push_back({});
    model.nodes.back().name = "second";
    model.nodes.back().op = Op::tanh;
    model.nodes.back().inputs = {"ffn1"};
    EXPECT_TRUE(plan_lowering(model).fused_relu.empty());
}

} // namespace
} // namespace stavp::workloads
