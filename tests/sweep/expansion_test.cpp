#include "tests/sweep/sweep_text.h"

#include <gtest/gtest.h>

namespace {

using namespace stavp;
using Rows = std::vector<std::string>;

TEST(Expansion, a_grid_runs_through_the_last_axis_first) {
    EXPECT_EQ(rows_of("workload: {synth: bert-base, layers: 1}\n"
                      "axes: {sta.rows: [8, 16], sta.lanes: {from: 1, to: 3, step: 1}}\n"),
              (Rows{"8 1", "8 2", "8 3", "16 1", "16 2", "16 3"}));
}

TEST(Expansion, zip_pairs_values) {
    EXPECT_EQ(rows_of("mode: zip\n" + kSynth + "axes: {sta.rows: [8, 16, 32], sta.cols: [4, 2, 1]}\n"),
              (Rows{"8 4", "16 2", "32 1"}));
    EXPECT_EQ(refusal_of("mode: zip\n" + kSynth + "axes:\n  sta.rows: [8, 16, 32]\n  sta.cols: [4, 2]\n"),
              "s.yaml:5: sta.cols: mode zip pairs values, but here are 2 and 'sta.rows' has 3");
}

TEST(Expansion, points_are_numbered_after_the_constraints) {
    const auto points = points_of(kSynth + "axes: {sta.rows: [8, 16, 32], sta.cols: [8, 16]}\n"
                                           "constraints: [sta.rows * sta.cols != 128, sta.rows < 32]\n");
    ASSERT_EQ(points.size(), 2u);
    EXPECT_EQ(points[0].id + " " + values_of(points[0]), "p0001 8 8");
    EXPECT_EQ(points[1].id + " " + values_of(points[1]), "p0002 16 16");
}

TEST(Expansion, a_point_that_breaks_several_constraints_counts_for_the_first) {
    const auto plan = sweep::plan(sweep_of(kSynth + "axes: {sta.rows: [8, 16, 32], sta.cols: [8, 16]}\n"
                                                    "constraints: [sta.rows < 32, sta.rows * sta.cols < 200]\n"));
    EXPECT_EQ(plan.combinations, 6u);
    EXPECT_EQ(plan.left_out, (std::vector<std::uint64_t>{2, 1}));
    EXPECT_EQ(plan.at_most, 3u);
    EXPECT_EQ(plan.first.size(), 3u);
}

TEST(Expansion, derived_values_follow_axes_fixed_keys_and_each_other) {
    const auto points = points_of(kSynth + "set: {buffers.output.bytes: 64KiB}\naxes: {sta.rows: [8, 16]}\n"
                                           "derived:\n  sta.cols: 1024 / sta.rows\n  sta.lanes: sta.cols / 64\n"
                                           "  buffers.weight.bytes: 4 * buffers.output.bytes\n"
                                           "  scheduler.fuse: sta.lanes > 1\n  workload.seq: sta.rows * 4\n");
    ASSERT_EQ(points.size(), 2u);
    EXPECT_EQ(values_of(points[0]), "8 128 2 262144 true 32");
    EXPECT_EQ(values_of(points[1]), "16 64 1 262144 false 64");
    EXPECT_EQ(points[1].overrides, (Rows{"buffers.output.bytes=65536", "sta.rows=16", "sta.cols=64", "sta.lanes=1",
                                         "buffers.weight.bytes=262144", "scheduler.fuse=false"}));
    EXPECT_EQ(points[1].workload.synth->seq, 64u);
}

TEST(Expansion, constraints_decide_before_derived_values_must_fit_their_keys) {
    const auto with = [](const std::string& constraints) {
        return refusal_of(kSynth + "axes: {sta.rows: [8, 24]}\nderived: {sta.cols: 1024 / sta.rows}\n" + constraints);
    };
    EXPECT_EQ(with(""), "s.yaml:3: sta.cols: expected an integer, got '42.666666666666664' (sta.rows=24)");
    EXPECT_EQ(with("constraints: [1024 % sta.rows == 0]\n"), "accepted");
    EXPECT_EQ(with("constraints: [sta.cols == floor(sta.cols)]\n"), "accepted");
}

TEST(Expansion, a_platform_of_a_point_that_cannot_be_is_refused_with_its_values) {
    EXPECT_EQ(refusal_of(kSynth + "axes: {dma.burst_bytes: [128, 256], dma.channels: [2, 4]}\n"
                                  "derived: {sta.selector_width: dma.burst_bytes / 128 * 3}\n"),
              "s.yaml: dma.burst_bytes=128, dma.channels=2: sta.selector_width: must be 0 or a power of two, got 3");
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8, 16]}\nderived: {sta.cols: sta.rows * 40}\n"),
              "s.yaml:3: sta.cols: must be 1 to 512, got 640 (sta.rows=16)");
    EXPECT_EQ(refusal_of(kSynth + "axes: {ddr.grade: [ddr4_2400, ddr9]}\n").substr(0, 46),
              "s.yaml: ddr.grade=ddr9: ddr.grade: no ddr9.yam");
}

TEST(Expansion, an_expression_without_a_value_is_refused_with_the_point) {
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8, 16]}\nderived: {sta.cols: 64 / (sta.rows - 8)}\n"),
              "s.yaml:3: sta.cols: '64 / (sta.rows - 8)': column 4: division by 0 (sta.rows=8)");
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8, 16]}\nconstraints: [64 % (sta.rows - 16) == 0]\n"),
              "s.yaml:3: constraints: '64 % (sta.rows - 16) == 0': column 4: division by 0 (sta.rows=16)");
}

TEST(Expansion, a_sweep_without_points_is_refused) {
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8, 16]}\nconstraints: [sta.rows > 16]\n"),
              "s.yaml: constraints: no point fulfils them");
}

TEST(Expansion, a_grid_beyond_all_measure_is_refused) {
    const std::string hundred = "{from: 1, to: 100, step: 1}";
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: " + hundred + ", sta.cols: " + hundred +
                         ", dma.outstanding: " + hundred + ", bus.outstanding: " + hundred + "}\n"),
              "s.yaml: axes: more than 1000000 combinations; mode grid stops there");
}

TEST(Expansion, a_synthetic_workload_takes_what_is_not_given_from_its_shape) {
    const auto points = points_of("workload: {synth: bert-base}\n"
                                  "axes: {workload.pattern: [dense, 2:4], workload.seed: [1, 7]}\n");
    ASSERT_EQ(points.size(), 4u);
    const auto& workload = points[3].workload;
    EXPECT_EQ(workload.synth, (sweep::SynthSpec{"bert-base", 12, 128, "2:4", 7}));
    EXPECT_EQ(workload.name, "bert-base-l12-s128-seed7");
    EXPECT_EQ(workload.pattern, "2:4");
    EXPECT_EQ(points[0].workload.name, "bert-base-l12-s128");
    EXPECT_TRUE(points[3].overrides.empty());
}

TEST(Expansion, shapes_are_an_axis_with_their_own_lengths) {
    EXPECT_EQ(rows_of("workload: {layers: 1}\naxes: {workload.shape: [bert-base, vit-base], sta.rows: [8, 16]}\n"
                      "constraints: [workload.seq == 197 or sta.rows == 8]\n"),
              (Rows{"bert-base 8", "vit-base 8", "vit-base 16"}));
}

TEST(Expansion, choices_of_words_can_be_constrained) {
    EXPECT_EQ(rows_of(kSynth + "axes: {softmax.placement: [on_chip, off_chip], workload.seq: [64, 128]}\n"
                               "constraints: [softmax.placement == on_chip or workload.seq <= 64]\n"),
              (Rows{"on_chip 64", "on_chip 128", "off_chip 64"}));
}

TEST(Expansion, equal_files_give_equal_points) {
    const std::string yaml = kSynth + "axes: {sta.rows: [8, 16], sta.lanes: [1, 2]}\n";
    EXPECT_EQ(rows_of(yaml), rows_of(yaml));
}

} // namespace
