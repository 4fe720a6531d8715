#include "platform/config/reader.h"
#include "platform/report/run_diff.h"
#include "platform/report/summary.h"
#include "platform/run/input_error.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <numeric>

namespace {

namespace fs = std::filesystem;
using namespace stavp;

class RunDiffTest : public testing::Test {
protected:
    fs::path root = fs::path(testing::TempDir()) /
                    ("run_diff_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    /// What the next run() is of.
    WorkloadIdentity workload{{"w.nmw", 640, "aa"}, "11"};
    FileIdentity firmware{"scheduler.elf", 128, "ff"};
    std::string config = "sta:\n  rows: 32\n  cols: 32\n  lanes: 1\n  clock_mhz: 500\nddr:\n  grade: ddr4_2400\n";

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
        result.time_ps = 2000 * result.cycles;
        result.workload = workload;
        result.firmware = firmware;
        fs::create_directories(root / name);
        std::ofstream(root / name / "config.yaml") << config;
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

TEST_F(RunDiffTest, changed_keys_are_listed_with_both_values_and_unit_and_nothing_else) {
    const auto a = run("a", 2, 4, 1000);
    EXPECT_THAT(diff_runs(a, run("same", 2, 4, 1000)).keys, testing::IsEmpty());
    config = "sta:\n  rows: 32\n  cols: 32\n  lanes: 1\n  clock_mhz: 250\nddr:\n  grade: hbm2\n  new_key: 7\n";
    const auto diff = diff_runs(a, run("b", 2, 4, 1000));
    ASSERT_EQ(diff.keys.size(), 3u);
    EXPECT_EQ(diff.keys[0].key, "sta.clock_mhz");
    EXPECT_EQ(diff.keys[0].a, "500");
    EXPECT_EQ(diff.keys[0].b, "250");
    EXPECT_EQ(diff.keys[0].unit, "MHz");
    EXPECT_EQ(diff.keys[1].key, "ddr.grade");
    EXPECT_EQ(diff.keys[2].key, "ddr.new_key");
    EXPECT_EQ(diff.keys[2].a, std::nullopt);
    EXPECT_EQ(diff.keys[2].b, "7");
    EXPECT_THAT(diff_text(diff), testing::HasSubstr("\nsta.clock_mhz  500       > 250 MHz\n"
                                                    "ddr.grade      ddr4_2400 > hbm2\n"
                                                    "ddr.new_key    -         > 7\n"));
}

TEST_F(RunDiffTest, the_ideal_grows_with_the_multipliers) {
    const auto a = run("a", 4, 8, 1000);
    config = "sta:\n  rows: 64\n  cols: 32\n  lanes: 3\n  clock_mhz: 500\n";
    EXPECT_DOUBLE_EQ(*diff_runs(a, run("b", 2, 8, 100)).layers[0].ideal, 2 * 2 * 3);
}

TEST_F(RunDiffTest, runs_of_different_clocks_are_compared_in_time_as_well) {
    const auto a = run("a", 2, 4, 900);
    EXPECT_THAT(diff_text(diff_runs(a, run("same", 2, 4, 400))), testing::Not(testing::HasSubstr("clocks differ")));
    config = "sta:\n  rows: 32\n  cols: 32\n  lanes: 1\n  clock_mhz: 250\n";
    EXPECT_THAT(diff_text(diff_runs(a, run("b", 2, 4, 400))),
                testing::HasSubstr("The clocks differ: 2.000 us > 1.000 us, speed-up 2.00\n"));
}

TEST_F(RunDiffTest, says_whether_workload_input_and_firmware_are_the_same) {
    const auto a = run("a", 0, 0, 1000);
    workload.file.name = "copy.nmw";
    const auto copy = diff_runs(a, run("copy", 0, 0, 1000));
    EXPECT_TRUE(copy.workload.same_file);
    EXPECT_TRUE(copy.same_firmware);
    EXPECT_THAT(diff_text(copy), testing::StartsWith("workload: the same, w.nmw\nconfiguration: the same\n"));
    workload = {{"pruned.nmw", 320, "bb"}, "11"};
    const auto pruned = diff_runs(a, run("pruned", 1, 4, 400));
    EXPECT_FALSE(pruned.workload.same_file);
    EXPECT_TRUE(pruned.workload.same_input);
    EXPECT_THAT(diff_text(pruned),
                testing::StartsWith("workload: w.nmw > pruned.nmw, different files of the same input\n"));
    workload.input_sha256 = "22";
    firmware.sha256 = "fe";
    const auto other = diff_runs(a, run("other", 1, 4, 400));
    EXPECT_THAT(diff_text(other),
                testing::StartsWith("workload: w.nmw > pruned.nmw, different files and DIFFERENT inputs\n"
                                    "firmware: DIFFERENT programs\n"));
    const auto json = nlohmann::json::parse(diff_json(other));
    EXPECT_EQ(json["workload"],
              (nlohmann::json{{"a", "w.nmw"}, {"b", "pruned.nmw"}, {"same_file", false}, {"same_input", false}}));
    EXPECT_EQ(json["same_firmware"], false);
    EXPECT_EQ(json["keys"], nlohmann::json::array());
}

TEST_F(RunDiffTest, folders_that_do_not_compare_are_refused) {
    const auto dense = run("dense", 0, 0, 1000);
    EXPECT_THROW(diff_runs(dense, root / "nowhere"), InputError);
    EXPECT_THROW(diff_runs(dense, run("other", 1, 4, 10, "ffn")), InputError);
    fs::create_directories(root / "bad");
    std::ofstream(root / "bad" / "config.yaml") << config;
    std::ofstream(root / "bad" / "summary.json") << "{";
    EXPECT_THROW(diff_runs(dense, root / "bad"), InputError);
    std::ofstream(root / "bad" / "summary.json") << R"({"layers": [{"name": 3}]})";
    EXPECT_THROW(diff_runs(dense, root / "bad"), InputError);
    fs::remove(dense / "config.yaml");
    EXPECT_THROW(diff_runs(dense, dense), config::ConfigError);
}

} // namespace
