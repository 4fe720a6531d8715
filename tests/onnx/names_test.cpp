#include "workloads/onnx/names.h"

#include <gtest/gtest.h>

namespace stavp::workloads::onnx_import {
namespace {

TEST(layer_names, say_the_module) {
    EXPECT_EQ(module_of_tensor("layers.0.linear1.weight"), "layers.0.linear1");
    EXPECT_EQ(module_of_node("/layers.0/linear1/MatMul", "MatMul"), "layers.0.linear1");
    EXPECT_EQ(module_of_node("/layers.0/self_attn/MatMul_2", "MatMul"), "layers.0.self_attn");
    EXPECT_EQ(module_of_tensor("onnx::MatMul_134"), "");
    EXPECT_EQ(module_of_tensor("113"), "");
    EXPECT_EQ(module_of_node("MatMul_12", "MatMul"), "");
}

TEST(layer_names, are_short_and_unique_and_keep_the_layers_number) {
    NameGiver names;
    const std::string label = "bert.encoder.layer.11.attention.self.query";
    const std::string name = names.name(label);
    EXPECT_LE(name.size(), max_name);
    EXPECT_EQ(name, "b.e.l.11.attention.self.query");
    EXPECT_EQ(names.name(label).size(), max_name);
    EXPECT_NE(names.name(label), name);
    EXPECT_EQ(names.name("add"), "add");
    EXPECT_EQ(names.name("add"), "add_2");
    EXPECT_EQ(names.name(""), "layer");
    EXPECT_LE(names.name(std::string(200, 'x')).size(), max_name);
}

TEST(layer_names, hold_nothing_that_a_terminal_would_obey) {
    EXPECT_EQ(in_quotes("a\x1b[2Jb\n"), "'a?[2Jb?'");
    EXPECT_LT(in_quotes(std::string(1000, 'x')).size(), 100U);
}

} // namespace
} // namespace stavp::workloads::onnx_import
