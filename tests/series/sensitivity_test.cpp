#include "tests/series/fake_training.h"

#include "workloads/prune/oneshot.h"
#include "workloads/series/sensitivity.h"

#include <gtest/gtest.h>

namespace stavp::workloads::series {
namespace {

using testing::FakeTraining;

TEST(sensitivity, is_the_loss_of_pruning_one_layer_alone) {
    FakeTraining training;
    Recipe recipe = parse_recipe("task: {name: fake}\nprune: {series: [{m: 8}]}\n"
                                 "sensitivity: {patterns: [\"2:8\", \"1:4\"], samples: 7}\n",
                                 "r.yaml");
    const Model dense = training.initial_model();
    resolve(recipe, dense, training.unpruned_by_default());
    const auto report = measure_sensitivity(dense, recipe, training, [](auto, auto) { return true; });
    ASSERT_EQ(report.layers.size(), 5U * 2); // all gemms but the head
    EXPECT_EQ(report.layers[0].layer, "qkv");
    EXPECT_EQ(report.layers[1].pattern, (Pattern{1, 4}));
    for (const Sensitivity& entry : report.layers) {
        Model pruned = dense;
        std::set<std::string> others;
        for (const Node& node : dense.nodes)
            if (node.op == Op::gemm && node.name != entry.layer) others.insert(node.name);
        prune_oneshot(pruned, entry.pattern, others);
        EXPECT_EQ(entry.loss_rise, training.score(pruned, 7).loss - training.score(dense, 7).loss);
        EXPECT_EQ(entry.accuracy_drop, training.score(dense, 7).accuracy - training.score(pruned, 7).accuracy);
    }
    EXPECT_EQ(report.dense.loss, training.score(dense, 7).loss);
}

TEST(sensitivity, stops_when_asked) {
    FakeTraining training;
    Recipe recipe =
        parse_recipe("task: {name: fake}\nprune: {series: [{m: 8}]}\nsensitivity: {patterns: [\"2:8\"]}\n", "r.yaml");
    EXPECT_THROW(measure_sensitivity(training.initial_model(), recipe, training, [](auto, auto) { return false; }),
                 TrainingStopped);
}

} // namespace
} // namespace stavp::workloads::series
