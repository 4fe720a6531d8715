#include "tests/series/fake_training.h"
#include "tests/train/idp_fixture.h"

#include "workloads/model/model_file.h"
#include "workloads/series/result.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace stavp::workloads {
namespace {

/// What the quick recipe gives, made once.
class idp_quick : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder() = std::filesystem::path(::testing::TempDir()) / "stavp_idp_quick";
        std::filesystem::remove_all(folder());
        const auto outcome = testing::nmprune_idp(std::filesystem::path(STAVP_RECIPES) / "quick.yaml", folder());
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    }

    static std::filesystem::path& folder() {
        static std::filesystem::path path;
        return path;
    }

    static double accuracy(const std::string& id) {
        for (const auto& result : series::read_results(folder() / "results.jsonl"))
            if (result.job.id == id) return result.score.accuracy;
        ADD_FAILURE() << "no row " << id;
        return 0;
    }
};

/// The largest number of non-zeros in a group of M along a row.
std::size_t densest_group(const Parameter& weight, std::size_t m) {
    std::size_t most = 0;
    const std::size_t columns = weight.shape[1];
    for (std::size_t begin = 0; begin < weight.values.size(); begin += columns)
        for (std::size_t c = 0; c < columns; c += m) {
            const auto* group = weight.values.data() + begin + c;
            const auto zeros = std::count(group, group + std::min(m, columns - c), 0.0F);
            most = std::max(most, std::min(m, columns - c) - static_cast<std::size_t>(zeros));
        }
    return most;
}

TEST_F(idp_quick, every_candidate_is_exactly_n_of_m_in_every_pruned_layer) {
    std::size_t layers = 0;
    for (const auto& result : series::read_results(folder() / "results.jsonl")) {
        const Pattern pattern = result.job.pattern;
        if (pattern.dense()) continue;
        const Model model = load_model(folder() / (result.job.id + ".safetensors"));
        for (const Node& node : model.nodes) {
            if (node.op != Op::gemm) continue;
            const bool excluded = node.name == "embed" || node.name == "head";
            EXPECT_EQ(node.pattern, excluded ? Pattern{} : pattern) << result.job.id << ' ' << node.name;
            const std::size_t densest = densest_group(model.parameter(node.weight), pattern.m);
            if (excluded)
                EXPECT_GT(densest, pattern.n) << result.job.id << ' ' << node.name;
            else
                EXPECT_EQ(densest, pattern.n) << result.job.id << ' ' << node.name;
            layers += excluded ? 0 : 1;
        }
    }
    EXPECT_EQ(layers, 4U * 4 * 4 * 4); // methods, N:M, gemms of a layer, layers
}

// Measured over seeds 1, 2, 3, in percent: IDP 75.6, 76.4, 76.2 at 2:8 and 73.8, 74.4, 73.1 at 1:8;
// one-shot 33.3, 31.1, 35.8 and 14.2, 22.6, 18.7; each candidate from the dense model (sr-ste) 69.3, 69.9, 67.1 at 1:8.
// What broken masks and broken inheritance give: docs/training.md.
TEST_F(idp_quick, training_under_the_masks_beats_pruning_without_it) {
    EXPECT_GT(accuracy("idp/2of8"), accuracy("oneshot/2of8") + 0.30);
    EXPECT_GT(accuracy("idp/1of8"), accuracy("oneshot/1of8") + 0.40);
    EXPECT_GT(accuracy("idp/1of8"), accuracy("dense") - 0.10);
}

TEST_F(idp_quick, inheriting_beats_starting_each_candidate_from_the_dense_model) {
    EXPECT_GT(accuracy("idp/1of8"), accuracy("sr-ste-series/1of8") + 0.02);
    EXPECT_GT(accuracy("idp/1of8"), accuracy("fixed-series/1of8") + 0.03);
}

TEST_F(idp_quick, dense_training_alone_does_not_explain_it) {
    EXPECT_GT(accuracy("dense-plus/m8"), accuracy("idp/1of8"));
    EXPECT_GT(accuracy("dense"), 0.7);
}

} // namespace
} // namespace stavp::workloads
