#include "workloads/pack/node_noise.h"

#include "tests/pack/tiny_encoder.h"
#include "workloads/pack/cross_validation.h"
#include "workloads/pack/integer_run.h"
#include "workloads/pack/similarity.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

const NodeNoise& entry(const std::vector<NodeNoise>& table, const std::string& tensor) {
    const auto found = std::ranges::find(table, tensor, &NodeNoise::tensor);
    if (found == table.end()) throw std::out_of_range(tensor);
    return *found;
}

struct Quantised {
    explicit Quantised(Model from) : model(std::move(from)) {
        const bool features = model.nodes.front().op == Op::input;
        sequences = features ? testing::random_features(7, 12) : testing::random_tokens(7, 12);
        quantise_and_predict(model, sequences, 100);
    }
    Model model;
    std::vector<Sequence> sequences;
};

TEST(node_noise, covers_every_value_that_a_tensor_holds) {
    const Quantised encoder(testing::tiny_encoder());
    std::vector<std::string> names;
    for (const NodeNoise& row : node_noise(encoder.model, encoder.sequences))
        names.push_back(row.tensor);
    for (const Node& node : encoder.model.nodes)
        EXPECT_EQ(std::ranges::count(names, node.name), 1) << node.name;
    const Quantised fused(testing::tiny_model());
    const auto table = node_noise(fused.model, fused.sequences);
    EXPECT_THROW(entry(table, "ffn1"), std::out_of_range); // goes straight into the ReLU
    EXPECT_EQ(entry(table, "add2").dtype, NMW_I16);
    EXPECT_EQ(entry(table, "embedding.int8").dtype, NMW_I8);
}

TEST(node_noise, of_the_output_is_its_error) {
    const Quantised encoder(testing::tiny_encoder());
    double signal = 0;
    double noise = 0;
    const auto integers = integer_outputs(encoder.model, encoder.sequences);
    for (std::size_t i = 0; i < integers.size(); ++i) {
        const auto reals = forward(encoder.model, encoder.sequences[i]).values;
        for (std::size_t k = 0; k < reals.size(); ++k) {
            signal += std::pow(reals[k], 2);
            noise += std::pow(integers[i].values[k] - reals[k], 2);
        }
    }
    const auto table = node_noise(encoder.model, encoder.sequences);
    EXPECT_NEAR(table.back().snr_db, 10 * std::log10(signal / noise), 0.01);
}

TEST(node_noise, a_nodes_own_part_is_that_of_rounding) {
    const Quantised encoder(testing::tiny_encoder());
    const auto table = node_noise(encoder.model, encoder.sequences);
    // Rounding to a step s makes noise s^2 / 12.
    double power = 0;
    std::size_t count = 0;
    for (const Sequence& sequence : encoder.sequences)
        for (const float value : std::get<Matrix>(sequence).values) {
            power += value * value;
            ++count;
        }
    const double step = encoder.model.node("input").scales.int8.at(0);
    if (entry(table, "input").dtype == NMW_I8) {
        EXPECT_NEAR(entry(table, "input").snr_db,
                    10 * std::log10(power / static_cast<double>(count) / (step * step / 12)), 0.3);
    }
    for (const NodeNoise& row : table)
        EXPECT_GT(row.own_snr_db, row.snr_db - 1) << row.tensor;
}

TEST(node_noise, points_at_the_node_whose_scale_is_wrong) {
    Quantised encoder(testing::tiny_encoder());
    const auto before = node_noise(encoder.model, encoder.sequences);
    for (Node& node : encoder.model.nodes)
        if (node.name == "attention") node.scales.int8[0] *= 40;
    const auto after = node_noise(encoder.model, encoder.sequences);
    for (std::size_t i = 0; i < after.size(); ++i) {
        const double lost = before[i].own_snr_db - after[i].own_snr_db;
        if (after[i].tensor == "attention") {
            EXPECT_GT(lost, 20);
        } else if (after[i].tensor != "output") { // which reads the wrongly scaled value, rounded
            EXPECT_LT(std::abs(lost), 1) << after[i].tensor;
        }
    }
}

} // namespace
} // namespace stavp::workloads
