#include "tests/sweep/sweep_text.h"

#include <fstream>
#include <gtest/gtest.h>

namespace {

using namespace stavp;

const std::string kAxis = "axes: {sta.rows: [8, 16]}\n";

std::vector<std::string> values_of_axis(const std::string& axis) {
    return sweep_of(kSynth + "axes:\n  " + axis + "\n").axes.front().values;
}

using Values = std::vector<std::string>;

TEST(SweepFile, every_key_of_the_file_lands_in_the_sweep) {
    const auto sweep = sweep_of("platform: " STAVP_SOURCE_DIR "/configs/platforms/small.yaml\n"
                                "mode: random\nsamples: 3\nseed: 7\ntimeout_seconds: 2.5\ntimeout_cycles: 1000\n"
                                "workload: {synth: vit-base, layers: 2, seq: 64, pattern: \"1:8\", seed: 9}\n"
                                "set: {scheduler.prefetch: false}\n"
                                "axes:\n  sta.rows: [8, 16]\n  ddr.grade: [ddr4_2400, hbm2]\n"
                                "derived: {sta.cols: 128 / sta.rows}\n"
                                "constraints: [sta.rows >= 8]\n");
    EXPECT_EQ(sweep.platform.filename(), "small.yaml");
    EXPECT_EQ(sweep.mode, sweep::Mode::random);
    EXPECT_EQ(sweep.samples, 3u);
    EXPECT_EQ(sweep.seed, 7u);
    EXPECT_EQ(sweep.timeout_seconds, 2.5);
    EXPECT_EQ(sweep.timeout_cycles, 1000u);
    EXPECT_EQ(sweep.workload.shape, "vit-base");
    EXPECT_EQ(sweep.workload.layers, 2u);
    EXPECT_EQ(sweep.workload.seq, 64u);
    EXPECT_EQ(sweep.workload.pattern, "1:8");
    EXPECT_EQ(sweep.workload.seed, 9u);
    ASSERT_EQ(sweep.set.size(), 1u);
    EXPECT_EQ(sweep.set[0].key + "=" + sweep.set[0].value, "scheduler.prefetch=false");
    ASSERT_EQ(sweep.axes.size(), 2u);
    EXPECT_TRUE(sweep.axes[0].ordered);
    EXPECT_FALSE(sweep.axes[1].ordered);
    EXPECT_EQ(sweep.axes[1].values, (Values{"ddr4_2400", "hbm2"}));
    EXPECT_EQ(sweep.derived.at(0).value.text(), "128 / sta.rows");
    EXPECT_EQ(sweep.constraints.at(0).text, "sta.rows >= 8");
}

TEST(SweepFile, without_a_limit_of_cycles_there_is_none_and_a_point_has_ten_minutes) {
    const auto sweep = sweep_of(kSynth + kAxis);
    EXPECT_EQ(sweep.timeout_cycles, std::nullopt);
    EXPECT_EQ(sweep.timeout_seconds, 600);
    EXPECT_EQ(sweep.mode, sweep::Mode::grid);
    EXPECT_EQ(sweep.platform.filename(), "default.yaml");
}

TEST(SweepFile, a_platform_is_looked_for_beside_the_sweep_file) {
    const auto sweep = sweep_of("platform: small.yaml\n" + kSynth + kAxis,
                                std::filesystem::path(STAVP_SOURCE_DIR) / "configs" / "platforms");
    EXPECT_TRUE(std::filesystem::exists(sweep.platform));
}

TEST(SweepFile, groups_of_keys_may_be_nested_as_in_platform_files) {
    const auto sweep =
        sweep_of(kSynth + "axes:\n  sta:\n    rows: [8, 16]\n  buffers: {weight: {bytes: [8KiB, 16KiB]}}\n");
    ASSERT_EQ(sweep.axes.size(), 2u);
    EXPECT_EQ(sweep.axes[0].key, "sta.rows");
    EXPECT_EQ(sweep.axes[1].key, "buffers.weight.bytes");
}

TEST(SweepFile, ranges_add_multiply_or_spread) {
    EXPECT_EQ(values_of_axis("sta.lanes: {from: 1, to: 4, step: 1}"), (Values{"1", "2", "3", "4"}));
    EXPECT_EQ(values_of_axis("sta.lanes: {from: 1, to: 10, step: 4}"), (Values{"1", "5", "9"}));
    EXPECT_EQ(values_of_axis("buffers.weight.bytes: {from: 64KiB, to: 256 KiB, factor: 2}"),
              (Values{"65536", "131072", "262144"}));
    EXPECT_EQ(values_of_axis("buffers.weight.bytes: {from: 1KiB, to: 3KiB, step: 1KiB}"),
              (Values{"1024", "2048", "3072"}));
    EXPECT_EQ(values_of_axis("sta.clock_mhz: {from: 100, to: 700, count: 3}"), (Values{"100", "400", "700"}));
    EXPECT_EQ(values_of_axis("sta.clock_mhz: {from: 1.1, to: 1.4, step: 0.1}"), (Values{"1.1", "1.2", "1.3", "1.4"}));
    EXPECT_EQ(values_of_axis("sta.rows: {from: 10, to: 90, factor: 3}"), (Values{"10", "30", "90"}));
}

TEST(SweepFile, values_are_the_same_text_however_they_are_written) {
    EXPECT_EQ(values_of_axis("buffers.weight.bytes: [64KiB, 131072, 1 MiB]"), (Values{"65536", "131072", "1048576"}));
    EXPECT_EQ(values_of_axis("sta.rows: [0x10, 8]"), (Values{"16", "8"}));
    EXPECT_EQ(values_of_axis("sta.clock_mhz: [500.0, 1e3]"), (Values{"500", "1000"}));
    EXPECT_EQ(values_of_axis("workload.seq: [64, 128]"), (Values{"64", "128"}));
    EXPECT_EQ(values_of_axis("scheduler.fuse: [true, false]"), (Values{"true", "false"}));
}

TEST(SweepFile, unknown_keys_are_refused_with_line_and_suggestion) {
    EXPECT_EQ(refusal_of(kSynth + "axis: {sta.rows: [8, 16]}\n"), "s.yaml:2: axis: unknown key (did you mean 'axes'?)");
    EXPECT_EQ(refusal_of(kSynth + "axes:\n  sta.row: [8, 16]\n"),
              "s.yaml:3: sta.row: unknown key (did you mean 'sta.rows'?)");
    EXPECT_EQ(refusal_of(kSynth + kAxis + "set: {buffer.weight.banks: 4}\n"),
              "s.yaml:3: buffer.weight.banks: unknown key (did you mean 'buffers.weight.banks'?)");
    EXPECT_EQ(refusal_of("workload: {synth: bert-base, sequence: 64}\n" + kAxis),
              "s.yaml:1: workload.sequence: unknown key");
    EXPECT_EQ(refusal_of(kSynth + "axes: {workload.layer: [1, 2]}\n"),
              "s.yaml:2: workload.layer: unknown key (did you mean 'workload.layers'?)");
    EXPECT_EQ(refusal_of(kSynth + kAxis + "derived: {sta.colls: 3}\n"),
              "s.yaml:3: sta.colls: unknown key (did you mean 'sta.cols'?)");
    EXPECT_EQ(refusal_of(kSynth + kAxis + "constraints: [sta.rows * sta.lane < 9]\n"),
              "s.yaml:3: constraints: 'sta.rows * sta.lane < 9': column 12: unknown key 'sta.lane' (did you mean "
              "'sta.lanes'?)");
}

TEST(SweepFile, mistyped_values_are_refused_with_their_key) {
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8, many]}\n"),
              "s.yaml:2: sta.rows: expected an integer, got 'many'");
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8, 1024]}\n"), "s.yaml:2: sta.rows: must be 1 to 512, got 1024");
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: 8}\n"), "s.yaml:2: sta.rows: expected a list or a range, got '8'");
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.dataflow: [os, wss]}\n"),
              "s.yaml:2: sta.dataflow: must be one of os, ws, got 'wss' (did you mean 'ws'?)");
    EXPECT_EQ(refusal_of("workload: {synth: bert-base}\naxes: {workload.pattern: [dense, \"3:5\"]}\n"),
              "s.yaml:2: workload.pattern: pattern '3:5': expected 'dense' or N:M with M = 2, 4, 8, 16 or 32 and "
              "1 <= N <= M");
    EXPECT_EQ(refusal_of(kSynth + kAxis + "set: {sta.cols: [8]}\n"),
              "s.yaml:3: sta.cols: expected a value, got a list");
    EXPECT_EQ(refusal_of("mode: gird\n" + kSynth + kAxis),
              "s.yaml:1: mode: must be one of grid, zip, random, pareto, got 'gird' (did you mean 'grid'?)");
    EXPECT_EQ(refusal_of("timeout_seconds: soon\n" + kSynth + kAxis),
              "s.yaml:1: timeout_seconds: expected a number, got 'soon'");
    EXPECT_EQ(refusal_of("timeout_cycles: 0\n" + kSynth + kAxis),
              "s.yaml:1: timeout_cycles: must be 1 to 1000000000000000, got 0");
    EXPECT_EQ(refusal_of(kSynth + "axes: [sta.rows]\n"), "s.yaml:2: axes: expected keys below it");
    EXPECT_EQ(refusal_of("- a\n"), "s.yaml:1: expected keys and values");
    EXPECT_EQ(refusal_of(""), "s.yaml:1: expected keys and values");
}

TEST(SweepFile, ranges_that_are_none_are_refused) {
    const auto of_range = [](const std::string& key, const std::string& range) {
        return refusal_of(kSynth + "axes: {" + key + ": {" + range + "}}\n");
    };
    EXPECT_EQ(of_range("sta.rows", "from: 1, to: 4"),
              "s.yaml:2: sta.rows: a range has 'from', 'to' and one of 'step', 'factor' and 'count'");
    EXPECT_EQ(of_range("sta.rows", "from: 1, to: 4, step: 1, count: 4"),
              "s.yaml:2: sta.rows: a range has 'from', 'to' and one of 'step', 'factor' and 'count'");
    EXPECT_EQ(of_range("sta.rows", "from: 1, step: 4, count: 2"), "s.yaml:2: sta.rows: 'to' is missing");
    EXPECT_EQ(of_range("sta.rows", "from: 1, to: 4, stp: 1"),
              "s.yaml:2: sta.rows: 'stp' is not part of a range (did you mean 'step'?)");
    EXPECT_EQ(of_range("sta.rows", "from: 4, to: 1, step: 1"), "s.yaml:2: sta.rows: 'from' must be below 'to'");
    EXPECT_EQ(of_range("sta.rows", "from: 1, to: 4, step: 0"), "s.yaml:2: sta.rows: 'step' must be above 0");
    EXPECT_EQ(of_range("sta.rows", "from: 1, to: 4, factor: 1"), "s.yaml:2: sta.rows: 'factor' must be above 1");
    EXPECT_EQ(of_range("sta.rows", "from: 1, to: 4, count: 3"),
              "s.yaml:2: sta.rows: the range gives 2.5, which is no whole number");
    EXPECT_EQ(of_range("sta.clock_mhz", "from: 1, to: 9000, step: 0.1"),
              "s.yaml:2: sta.clock_mhz: more than 10000 values");
    EXPECT_EQ(of_range("sta.dataflow", "from: os, to: ws, step: 1"),
              "s.yaml:2: sta.dataflow: a range needs a key of numbers; give a list");
    EXPECT_EQ(of_range("sta.rows", "from: low, to: 4, step: 1"),
              "s.yaml:2: sta.rows: 'from': expected a number, got 'low'");
}

TEST(SweepFile, an_axis_varies_and_every_value_once) {
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: [8]}\n"),
              "s.yaml:2: sta.rows: a single value; put it under 'set' or 'workload'");
    EXPECT_EQ(refusal_of(kSynth + "axes: {sta.rows: []}\n"), "s.yaml:2: sta.rows: no values");
    EXPECT_EQ(refusal_of(kSynth + "axes: {buffers.weight.bytes: [64KiB, 65536]}\n"),
              "s.yaml:2: buffers.weight.bytes: 65536 is given twice");
    EXPECT_EQ(refusal_of(kSynth), "s.yaml: axes: nothing is varied");
}

TEST(SweepFile, a_key_that_is_set_twice_is_refused_with_both_places) {
    EXPECT_EQ(refusal_of(kSynth + kAxis + "set: {sta.rows: 8}\n"),
              "s.yaml:2: sta.rows: given twice, first at s.yaml:3");
    EXPECT_EQ(refusal_of(kSynth + kAxis + "derived: {sta.rows: 8}\n"),
              "s.yaml:3: sta.rows: given twice, first at s.yaml:2");
    EXPECT_EQ(refusal_of(kSynth + "axes: {workload.pattern: [dense, \"2:4\"]}\n"),
              "s.yaml:2: workload.pattern: given twice, first at s.yaml:1");
    EXPECT_EQ(refusal_of("mode: grid\nmode: zip\n" + kSynth + kAxis), "s.yaml:2: mode: given twice, first at s.yaml:1");
}

TEST(SweepFile, keys_that_do_nothing_in_a_mode_are_refused) {
    EXPECT_EQ(refusal_of("seed: 3\n" + kSynth + kAxis),
              "s.yaml:1: seed: has no effect in mode grid; it belongs to random");
    EXPECT_EQ(refusal_of("samples: 3\n" + kSynth + kAxis),
              "s.yaml:1: samples: has no effect in mode grid; it belongs to random and pareto");
    EXPECT_EQ(refusal_of("objectives: [latency, area]\n" + kSynth + kAxis),
              "s.yaml:1: objectives: has no effect in mode grid; it belongs to pareto");
    EXPECT_EQ(refusal_of("mode: random\nsamples: 2\n" + kSynth + kAxis), "s.yaml: seed: missing: mode random needs it");
    EXPECT_EQ(refusal_of("mode: pareto\n" + kSynth + kAxis), "s.yaml: objectives: missing: mode pareto needs it");
}

TEST(SweepFile, objectives_are_two_that_the_workload_has) {
    const auto with = [](const std::string& list) {
        return refusal_of("mode: pareto\nobjectives: " + list + "\n" + kSynth + kAxis);
    };
    EXPECT_EQ(with("[latency, areas]"), "s.yaml:2: objectives: must be two of latency, energy, area, dsps, accuracy, "
                                        "got 'areas' (did you mean 'area'?)");
    EXPECT_EQ(with("[latency]"), "s.yaml:2: objectives: must be two different ones");
    EXPECT_EQ(with("[area, area]"), "s.yaml:2: objectives: must be two different ones");
    EXPECT_EQ(with("[latency, accuracy]"), "s.yaml:2: objectives: only workloads of a series have an accuracy");
    EXPECT_EQ(with("[latency, dsps]"), "accepted");
}

TEST(SweepFile, a_sweep_has_exactly_one_kind_of_workload) {
    EXPECT_EQ(refusal_of(kAxis), "s.yaml: workload: missing: give synth, file or series");
    EXPECT_EQ(refusal_of("workload: {synth: bert-base, file: a.nmw}\n" + kAxis),
              "s.yaml:1: workload: more than one of synth, file and series");
    EXPECT_EQ(refusal_of("workload: {file: a.nmw, seq: 64}\n" + kAxis),
              "s.yaml:1: workload.seq: only with a synthetic workload");
    EXPECT_EQ(refusal_of("workload: {file: a.nmw}\naxes: {workload.pattern: [dense, \"2:4\"]}\n"),
              "s.yaml:2: workload.pattern: only with a synthetic workload");
    EXPECT_EQ(refusal_of("workload: {synth: bert-base, input: single}\n" + kAxis),
              "s.yaml:1: workload.input: only with a series as workload");
}

TEST(SweepFile, workloads_that_are_not_there_are_refused) {
    EXPECT_EQ(refusal_of("workload: {file: nowhere.nmw}\n" + kAxis, "/nowhere"),
              "/nowhere/s.yaml:1: workload.file: /nowhere/nowhere.nmw: cannot be opened: No such file or directory");
    EXPECT_EQ(
        refusal_of("workload: {synth: bert-bass}\n" + kAxis, "/nowhere"),
        "/nowhere/s.yaml:1: workload.shape: /nowhere/bert-bass: cannot be read; shapes are bert-base, bert-large, "
        "vit-base, gpt2 or a YAML file");
    EXPECT_EQ(refusal_of("workload: {series: none}\n" + kAxis, "/nowhere"),
              "/nowhere/s.yaml:1: workload.series: /nowhere/none/table.json: cannot be read; nmprune deploy writes it");
}

TEST(SweepFile, expressions_are_checked_for_type_and_order) {
    EXPECT_EQ(refusal_of(kSynth + kAxis + "constraints: [sta.rows + 1]\n"),
              "s.yaml:3: constraints: 'sta.rows + 1' is no condition");
    EXPECT_EQ(refusal_of(kSynth + kAxis + "derived: {sta.cols: sta.rows > 3}\n"),
              "s.yaml:3: sta.cols: 'sta.rows > 3' does not give the type of this key");
    EXPECT_EQ(
        refusal_of(kSynth + kAxis + "derived: {sta.cols: sta.lanes * 2, sta.lanes: sta.rows / 8}\n"),
        "s.yaml:3: sta.cols: 'sta.lanes * 2': 'sta.lanes' is not known yet: derived keys may name those above them");
    EXPECT_EQ(refusal_of(kSynth + kAxis + "constraints: [workload.file == a]\n"),
              "s.yaml:3: constraints: 'workload.file == a': this sweep has no 'workload.file'");
}

} // namespace
