#include "workloads/tasks/encoder.h"

#include "tests/tasks/support.h"
#include "workloads/tasks/initial_weights.h"

#include <cmath>
#include <gmock/gmock.h>

namespace stavp::workloads {
namespace {

using ::testing::ElementsAre;

EncoderShape small_shape() {
    return {.name = "small", .rows = 4, .columns = 6, .d = 8, .layers = 2, .heads = 2, .ffn = 12, .classes = 3};
}

TEST(encoder, names_its_nodes_as_documented) {
    EncoderShape shape = small_shape();
    shape.activation = Op::relu;
    EXPECT_THAT(testing::node_names(make_encoder(shape, 1)),
                ElementsAre("input", "embed", "positions", "layer0.norm1", "layer0.qkv", "layer0.attention",
                            "layer0.output", "layer0.add1", "layer0.norm2", "layer0.ffn1", "layer0.ffn1.relu",
                            "layer0.ffn2", "layer0.add2", "layer1.norm1", "layer1.qkv", "layer1.attention",
                            "layer1.output", "layer1.add1", "layer1.norm2", "layer1.ffn1", "layer1.ffn1.relu",
                            "layer1.ffn2", "layer1.add2", "norm", "pool", "head"));
}

TEST(encoder, has_the_documented_wiring_and_shapes) {
    const Model model = make_encoder(small_shape(), 1);
    const auto columns = infer_columns(model);
    EXPECT_EQ(columns.at("embed"), 8U);
    EXPECT_EQ(columns.at("layer1.qkv"), 24U);
    EXPECT_EQ(columns.at("layer1.ffn1.gelu"), 12U);
    EXPECT_EQ(columns.at("head"), 3U);
    EXPECT_THAT(model.node("layer1.add1").inputs, ElementsAre("layer1.output", "layer0.add2"));
    EXPECT_THAT(model.node("layer1.add2").inputs, ElementsAre("layer1.ffn2", "layer1.add1"));
    EXPECT_THAT(model.node("norm").inputs, ElementsAre("layer1.add2"));
    EXPECT_EQ(model.node("layer0.attention").score_scale, 0.5); // 1 / sqrt(8 / 2)
    EXPECT_EQ(model.nodes.front().max_tokens, 4U);
    EXPECT_EQ(forward(model, Matrix(4, 6)).values.size(), 3U);
    EXPECT_EQ(forward(model, Matrix(1, 6)).values.size(), 3U);
    EXPECT_THROW(forward(model, Matrix(5, 6)), std::invalid_argument);
}

// Without layers, for an input of zeros: position t is the only thing left, and the head of its LayerNorm can be
// computed by hand.
TEST(encoder, adds_the_learned_position_of_each_row) {
    EncoderShape shape = small_shape();
    shape.layers = 0;
    const Model model = make_encoder(shape, 3);
    const auto& positions = model.parameter("positions.weight").values;
    const auto& head = model.parameter("head.weight").values;
    std::vector<double> pooled(8);
    for (std::size_t t = 0; t < 2; ++t) {
        double mean = 0;
        double variance = 0;
        for (std::size_t c = 0; c < 8; ++c)
            mean += positions[t * 8 + c] / 8.0;
        for (std::size_t c = 0; c < 8; ++c)
            variance += std::pow(positions[t * 8 + c] - mean, 2) / 8.0;
        for (std::size_t c = 0; c < 8; ++c)
            pooled[c] += (positions[t * 8 + c] - mean) / std::sqrt(variance + 1e-5) / 2;
    }
    const Matrix logits = forward(model, Matrix(2, 6));
    for (std::size_t o = 0; o < 3; ++o) {
        double sum = 0;
        for (std::size_t c = 0; c < 8; ++c)
            sum += head[o * 8 + c] * pooled[c];
        EXPECT_NEAR(logits.values[o], sum, 1e-5);
    }
}

TEST(encoder, begins_with_the_bits_that_a_second_implementation_computes) {
    const auto reference = testing::expected("weights");
    EncoderShape shape = small_shape();
    shape.d = 64;
    shape.classes = 10;
    const Model model = make_encoder(shape, reference.at("seed").get<std::uint64_t>());
    for (const std::string name : {"layer0.qkv.weight", "head.weight", "positions.weight"}) {
        const auto values = reference.at(name).get<std::vector<float>>();
        ASSERT_EQ(values.size(), 4U);
        for (std::size_t i = 0; i < values.size(); ++i)
            EXPECT_EQ(model.parameter(name).values[i], values[i]) << name << " " << i;
    }
}

TEST(encoder, weights_depend_on_the_seed_alone) {
    const Model one = make_encoder(small_shape(), 1);
    const Model again = make_encoder(small_shape(), 1);
    const Model other = make_encoder(small_shape(), 2);
    for (const auto& [name, parameter] : one.parameters)
        EXPECT_EQ(parameter.values, again.parameter(name).values) << name;
    EXPECT_NE(one.parameter("layer0.qkv.weight").values, other.parameter("layer0.qkv.weight").values);
    EXPECT_NE(one.parameter("layer0.qkv.weight").values, one.parameter("layer1.qkv.weight").values);
}

TEST(initial_weights, have_the_deviation_that_their_distribution_has) {
    const InitialWeights weights(1);
    const auto moments = [](const Parameter& parameter) {
        double mean = 0;
        double square = 0;
        for (const float value : parameter.values) {
            mean += value / static_cast<double>(parameter.values.size());
            square += static_cast<double>(value) * value / static_cast<double>(parameter.values.size());
        }
        return std::pair(mean, std::sqrt(square));
    };
    const Parameter uniform = weights.xavier("u", 300, 200, 100); // limit sqrt(6 / 300), deviation limit / sqrt(3)
    const auto [uniform_mean, uniform_deviation] = moments(uniform);
    EXPECT_NEAR(uniform_mean, 0, 0.002);
    EXPECT_NEAR(uniform_deviation, std::sqrt(2.0 / 300), 0.0005);
    for (const float value : uniform.values)
        ASSERT_LE(std::abs(value), std::sqrt(6.0F / 300));
    const auto [normal_mean, normal_deviation] = moments(weights.normal("n", 300, 200, 0.02));
    EXPECT_NEAR(normal_mean, 0, 0.0005);
    EXPECT_NEAR(normal_deviation, 0.02, 0.0002);
}

} // namespace
} // namespace stavp::workloads
