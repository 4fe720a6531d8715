#include "platform/report/run_diff.h"
#include "platform/report/summary.h"
#include "platform/run/input_error.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

namespace {

namespace fs = std::filesystem;
using namespace stavp;

class RunDiffTest : public testing::Test {
protected:
    fs::path root = fs::path(testing::TempDir()) /
                    ("run_diff_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    void SetUp() override { fs::remove_all(root); }
    void TearDown() override { fs::remove_all(root); }

    fs::path run(const std::string& name, std::uint32_t n, std::uint32_t m, std::uint64_t cycles,
                 const std::string& layer_name = "qkv", bool layers_overlap = false) {
        RunResult result;
        result.layers_overlap = layers_overlap;
        result.cycles = cycles + 100;
        LayerReport layer;
        layer.name = layer_name;
        layer.op = "gemm";
        layer.on_array = true;
        layer.pattern_n = n;
        layer.pattern_m = m;
        layer.cycles = cycles;
        layer.activities[static_cast<std::size_t>(Activity::busy)] = cycles - cycles / 4;
        layer.activities[static_cast<std::size_t>(Activity::weights)] = cycles / 4;
        result.layers.push_back(layer);
        fs::create_directories(root / name);
        std::ofstream(root / name / "summary.json") << summary_json(result);
        return root / name;
    }
};

TEST_F(RunDiffTest, speed_up_is_held_against_the_share_of_weights_kept) {
    const auto diff = diff_runs(run("dense", 0, 0, 1000), run("sparse", 1, 4, 400));
    ASSERT_EQ(diff.layers.size(), 1u);
    EXPECT_DOUBLE_EQ(diff.layers[0].speedup, 2.5);
    EXPECT_DOUBLE_EQ(*diff.layers[0].ideal, 4.0);
    EXPECT_DOUBLE_EQ(*diff.layers[0].fraction_of_ideal, 0.625);
    EXPECT_DOUBLE_EQ(diff.speedup, 1100.0 / 500.0);
}

TEST_F(RunDiffTest, the_ideal_between_two_sparse_runs_is_their_ratio) {
    const auto diff = diff_runs(run("a", 4, 8, 1000), run("b", 2, 8, 500));
    EXPECT_DOUBLE_EQ(*diff.layers[0].ideal, 2.0);
}

TEST_F(RunDiffTest, activities_of_the_second_run_sum_to_all) {
    const auto diff = diff_runs(run("dense", 0, 0, 1000), run("sparse", 1, 4, 400));
    double sum = 0;
    for (const auto& [name, percent] : diff.layers[0].activities)
        sum += percent;
    EXPECT_NEAR(sum, 100, 1e-9);
    EXPECT_EQ(diff.layers[0].activities.front().first, "busy");
    EXPECT_DOUBLE_EQ(diff.layers[0].activities.front().second, 75);
    EXPECT_THAT(diff_text(diff), testing::HasSubstr("busy 75.0 %, weights 25.0 %"));
}

TEST_F(RunDiffTest, says_so_where_layers_overlap) {
    const auto apart = run("a", 0, 0, 1000);
    EXPECT_THAT(diff_text(diff_runs(apart, run("b", 1, 4, 400))), testing::Not(testing::HasSubstr("overlap")));
    EXPECT_THAT(diff_text(diff_runs(apart, run("c", 1, 4, 400, "qkv", true))), testing::HasSubstr("Layers overlap"));
}

TEST_F(RunDiffTest, folders_that_do_not_compare_are_refused) {
    const auto dense = run("dense", 0, 0, 1000);
    EXPECT_THROW(diff_runs(dense, root / "nowhere"), InputError);
    EXPECT_THROW(diff_runs(dense, run("other", 1, 4, 10, "ffn")), InputError);
    fs::create_directories(root / "bad");
    std::ofstream(root / "bad" / "summary.json") << "{";
    EXPECT_THROW(diff_runs(dense, root / "bad"), InputError);
    std::ofstream(root / "bad" / "summary.json") << R"({"layers": [{"name": 3}]})";
    EXPECT_THROW(diff_runs(dense, root / "bad"), InputError);
}

} // namespace
