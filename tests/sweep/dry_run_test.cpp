#include "platform/sweep/dry_run.h"
#include "platform/sweep/estimate.h"
#include "tests/sweep/sweep_text.h"
#include "workloads/synth/synthesise.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace stavp;

// A block of 128 rows: 4 x 128 x 768 x 768 + 2 x 128 x 128 x 768 + 2 x 128 x 768 x 3072.
constexpr std::uint64_t kBertBlockMacs = 301989888 + 25165824 + 603979776;

std::string text_of(const std::string& yaml, unsigned jobs = 1) {
    const auto sweep = sweep_of(yaml);
    return sweep::dry_run_text(sweep, sweep::plan(sweep), jobs);
}

TEST(DryRun, shows_points_and_what_was_left_out_by_which_constraint) {
    EXPECT_EQ(
        text_of(kSynth + "axes: {sta.rows: [8, 16, 32], workload.seq: [64, 128]}\nderived: {sta.cols: 256 / sta.rows}\n"
                         "constraints: [sta.rows < 32, sta.rows == 8 or workload.seq > 64]\n",
                2),
        "id     sta.rows  workload.seq  sta.cols  workload           pattern\n"
        "p0001  8         64            32        bert-base-l1-s64   2:4\n"
        "p0002  8         128           32        bert-base-l1-s128  2:4\n"
        "p0003  16        128           16        bert-base-l1-s128  2:4\n"
        "\n"
        "points      3 of 6 combinations, mode grid\n"
        "left out    2 by 'sta.rows < 32'\n"
        "left out    1 by 'sta.rows == 8 or workload.seq > 64'\n"
        "estimate    0.3 s with 2 jobs (0.6 s of one processor, 0.3 s of it to pack workloads); a guess from dense "
        "MACs, without the cache\n");
}

TEST(DryRun, of_a_pareto_sweep_shows_the_beginning_and_the_bound) {
    const auto text = text_of("mode: pareto\nsamples: 30\nobjectives: [latency, area]\n" + kSynth +
                              "axes: {sta.rows: {from: 1, to: 99, step: 1}}\n");
    EXPECT_NE(text.find("points      at most 30 of 99 combinations; these 3 come first"), std::string::npos) << text;
    EXPECT_NE(text.find("p0003  99 "), std::string::npos) << text;
}

TEST(DryRun, as_json_says_the_same_to_programs) {
    const auto sweep = sweep_of(kSynth + "set: {scheduler.fuse: false}\naxes: {sta.rows: [8, 16, 32]}\n"
                                         "constraints: [sta.rows < 32]\n");
    const auto json = nlohmann::json::parse(sweep::dry_run_json(sweep, sweep::plan(sweep), 4));
    EXPECT_EQ(json["mode"], "grid");
    EXPECT_EQ(json["combinations"], 3);
    EXPECT_EQ(json["points_at_most"], 2);
    EXPECT_EQ(json["constraints"][0], (nlohmann::json{{"condition", "sta.rows < 32"}, {"left_out", 1}}));
    ASSERT_EQ(json["points"].size(), 2u);
    const nlohmann::json second{{"id", "p0002"},
                                {"columns", {{"sta.rows", "16"}}},
                                {"set", {"scheduler.fuse=false", "sta.rows=16"}},
                                {"workload", "bert-base-l1-s128"},
                                {"pattern", "2:4"}};
    EXPECT_EQ(json["points"][1], second);
    EXPECT_EQ(json["estimate"]["jobs"], 2) << "no more jobs than points";
    EXPECT_NEAR(json["estimate"]["wall_seconds"].get<double>() * 2, json["estimate"]["processor_seconds"], 1e-9);
}

TEST(Estimate, counts_the_products_of_a_shape_as_its_workload_has_them) {
    EXPECT_EQ(sweep::dense_macs({"bert-base", 1, 128, "2:4", 1}), kBertBlockMacs);
    EXPECT_EQ(sweep::dense_macs({"bert-base", 12, 128, "dense", 1}), 12 * kBertBlockMacs);

    const sweep::SynthSpec small{"gpt2", 1, 8, "dense", 1};
    workloads::SynthOptions options;
    options.recipe = workloads::find_recipe(small.shape);
    options.recipe.layers = small.layers;
    options.recipe.seq = small.seq;
    options.valid = {small.seq};
    const auto file = std::filesystem::path(testing::TempDir()) / "stavp_estimate.nmw";
    workloads::synthesise(options).write(file);
    EXPECT_EQ(sweep::dense_macs_of_file(file), sweep::dense_macs(small));
}

TEST(Estimate, packs_each_workload_once_and_runs_every_point) {
    const auto estimate_of = [](const std::string& axes) {
        return sweep::estimate(sweep::plan(sweep_of("workload: {synth: bert-base, layers: 1}\naxes: " + axes + "\n")),
                               1);
    };
    const auto two = estimate_of("{sta.rows: [8, 16]}");
    const auto four = estimate_of("{sta.rows: [8, 16, 32, 64]}");
    const auto patterns = estimate_of("{workload.pattern: [dense, 2:4]}");
    EXPECT_DOUBLE_EQ(four.running, 2 * two.running);
    EXPECT_DOUBLE_EQ(four.packing, two.packing);
    EXPECT_DOUBLE_EQ(patterns.packing, 2 * two.packing);
    EXPECT_NEAR(two.running, 2 * (0.03 + 0.12e-9 * static_cast<double>(kBertBlockMacs)), 1e-9);
}

} // namespace
