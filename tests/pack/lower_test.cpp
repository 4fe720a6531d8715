#include "workloads/pack/lower.h"

#include "tests/pack/path_models.h"
#include "workloads/format/names.h"
#include "workloads/pack/plan.h"
#include "workloads/pack/similarity.h"
#include "workloads/quantise/quantise.h"

#include <algorithm>
#include <cstring>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

Model quantised(Model model) {
    quantise(model, calibrate(model, testing::random_sequences(model, 16, 5), 100));
    return model;
}

Image lowered(const Model& model, const std::vector<Sequence>& sequences, std::uint32_t pad = 0) {
    return Image::parse(lower(model, sequences, padded_rows(sequences, pad)).image_bytes(), model.name);
}

const nmw_tensor& tensor_named(const Image& image, const std::string& name) {
    const auto tensors = image.tensors();
    const auto found = std::ranges::find_if(tensors, [&](const nmw_tensor& t) { return name == t.name; });
    if (found == tensors.end()) throw std::runtime_error("no tensor " + name);
    return *found;
}

const nmw_layer& layer_named(const Image& image, const std::string& name) {
    const auto layers = image.layers();
    const auto found = std::ranges::find_if(layers, [&](const nmw_layer& l) { return name == l.name; });
    if (found == layers.end()) throw std::runtime_error("no layer " + name);
    return *found;
}

TEST(lower, every_value_of_every_path_is_close_to_its_float_value) {
    for (const Model& model : testing::path_models()) {
        const Model integer = quantised(model);
        const auto sequences = testing::random_sequences(model, 3, 6);
        const Image image = lowered(integer, sequences);
        const LoweringPlan plan = plan_lowering(integer);
        for (std::size_t b = 0; b < sequences.size(); ++b)
            forward(model, sequences[b], [&](const Node& node, const Matrix& value) {
                if (plan.packed_qkv.contains(node.name) || plan.fused_relu.contains(node.name)) return;
                const nmw_tensor& tensor = tensor_named(image, node.name);
                const auto bytes = node.inputs.empty() ? image.values(tensor) : image.golden(tensor);
                const Matrix integers =
                    to_reals(bytes, tensor.dtype, tensor.rows, tensor.cols, tensor.scale, node.name);
                const std::size_t rows = tensor.rows / sequences.size();
                const auto mine = std::span(integers.values).subspan(b * rows * value.cols, value.values.size());
                // What follows a mean of values around zero has lost more of the signal than of the noise.
                const double least = model.name == "crossroads" && value.rows == 1 ? 0.98 : 0.997;
                EXPECT_GT(cosine(mine, value.values), least) << model.name << " " << node.name;
            });
    }
}

TEST(lower, classes_are_told_apart_by_16_bits) {
    Model model = testing::classifier();
    const Image image = lowered(quantised(model), testing::random_sequences(model, 2, 6));
    EXPECT_EQ(tensor_named(image, "head").dtype, static_cast<std::uint32_t>(NMW_I16));
    // Two classes whose logits differ by less than the step that int8 would have.
    auto& weight = model.parameters.at("head.weight").values;
    auto& bias = model.parameters.at("head.bias").values;
    std::copy_n(weight.begin(), 16, weight.begin() + 16);
    bias[1] = bias[0] + 0.0005F;
    for (float& value : bias)
        value *= 4;
    const Model close = quantised(model);
    EXPECT_GT(close.node("head").scales.int8.at(0), 4 * 0.002);
    const auto sequences = testing::random_sequences(model, 8, 7);
    const Matrix logits = integer_reference(lowered(close, sequences));
    for (std::size_t r = 0; r < sequences.size(); ++r)
        EXPECT_GT(logits.row(r)[1], logits.row(r)[0]);
}

TEST(lower, positions_are_an_addition_of_the_table_once_per_sequence) {
    const Model model = quantised(testing::classifier());
    const auto sequences = testing::random_sequences(model, 2, 6); // 3 and 8 rows
    const Image image = lowered(model, sequences, 12);             // more rows than the table has
    const nmw_layer& layer = layer_named(image, "positions");
    EXPECT_EQ(layer.op, static_cast<std::uint32_t>(NMW_OP_ADD));
    const nmw_tensor& table = image.tensors()[layer.input1];
    EXPECT_EQ(table.storage, static_cast<std::uint32_t>(NMW_IN_FILE));
    ASSERT_EQ(table.rows, 24U);
    const auto& weight = model.parameter("positions.weight").values;
    const float unit = *std::ranges::max_element(weight, {}, [](float w) { return std::abs(w); });
    std::vector<std::int16_t> stored(24 * 16);
    std::memcpy(stored.data(), image.values(table).data(), stored.size() * 2);
    for (std::size_t t = 0; t < 24; ++t)
        for (std::size_t c = 0; c < 16; ++c) {
            const float expected = t % 12 < 10 ? weight[t % 12 * 16 + c] / std::abs(unit) * 32767 : 0;
            EXPECT_NEAR(stored[t * 16 + c], expected, 0.51) << t << " " << c;
        }
}

TEST(lower, positions_have_one_unit_however_far_a_batch_is_padded) {
    Model model = testing::classifier();
    model.parameters.at("positions.weight").values.back() = 9; // the last row has the greatest value
    const Model integer = quantised(model);
    const std::vector<Sequence> shortest{testing::random_sequences(model, 2, 6)[0]}; // 3 rows
    const Image near = lowered(integer, shortest);
    const Image far = lowered(integer, shortest, 12);
    EXPECT_EQ(layer_named(near, "positions").mult1, layer_named(far, "positions").mult1);
    EXPECT_EQ(layer_named(near, "positions").shift0, layer_named(far, "positions").shift0);
    EXPECT_EQ(tensor_named(near, "positions.table").scale, tensor_named(far, "positions.table").scale);
}

TEST(lower, padding_and_neighbours_do_not_change_a_sequence) {
    for (const Model& model : testing::path_models()) {
        const Model integer = quantised(model);
        const auto sequences = testing::random_sequences(model, 4, 8);
        const Matrix together = integer_reference(lowered(integer, sequences));
        for (const std::uint32_t pad : {0U, 12U, 17U}) {
            const Matrix alone = integer_reference(lowered(integer, {sequences[2]}, pad));
            const bool pooled = together.rows == sequences.size();
            const std::size_t valid = pooled ? 1 : row_count(sequences[2]);
            const std::size_t first = pooled ? 2 : 2 * together.rows / sequences.size();
            for (std::size_t r = 0; r < valid; ++r)
                EXPECT_TRUE(std::ranges::equal(alone.row(r), together.row(first + r))) << model.name << " " << pad;
        }
    }
}

TEST(lower, a_causal_row_does_not_see_the_rows_after_it) {
    const Model model = quantised(testing::decoder());
    TokenIds ids{3, 1, 4, 1, 5, 9, 2, 6};
    const Matrix whole = integer_reference(lowered(model, {ids}));
    ids[6] = 19;
    ids[7] = 18;
    const Matrix changed = integer_reference(lowered(model, {ids}));
    for (std::size_t r = 0; r < 6; ++r)
        EXPECT_TRUE(std::ranges::equal(whole.row(r), changed.row(r))) << r;
    EXPECT_FALSE(std::ranges::equal(whole.row(6), changed.row(6)));
}

TEST(lower, q_k_and_v_have_scales_of_their_own_only_where_a_gemm_makes_them_for_attention) {
    EXPECT_TRUE(plan_lowering(testing::classifier()).packed_qkv.contains("qkv"));
    EXPECT_TRUE(plan_lowering(testing::crossroads()).packed_qkv.empty());
    Model shared = testing::classifier();
    shared.nodes.push_back({});
    shared.nodes.back().name = "probe";
    shared.nodes.back().op = Op::tanh;
    shared.nodes.back().inputs = {"qkv"};
    EXPECT_TRUE(plan_lowering(shared).packed_qkv.empty());
}

TEST(lower, an_image_without_expected_bytes_is_the_same_workload) {
    const Model model = quantised(testing::crossroads());
    const auto sequences = testing::random_sequences(model, 3, 6);
    const WorkloadBuilder builder = lower(model, sequences, 12);
    const Image bare = builder.image();
    const Image whole = Image::parse(builder.image_bytes(), "whole");
    ASSERT_EQ(bare.tensors().size(), whole.tensors().size());
    EXPECT_EQ(bare.extents().golden.bytes, 0U);
    for (std::size_t i = 0; i < bare.tensors().size(); ++i) {
        EXPECT_EQ(bare.tensors()[i].golden_offset, 0U);
        if (bare.tensors()[i].storage == NMW_IN_FILE) {
            EXPECT_TRUE(std::ranges::equal(bare.values(bare.tensors()[i]), whole.values(whole.tensors()[i])));
        }
    }
}

} // namespace
} // namespace stavp::workloads
