// Whole models of every shape with every pattern, each on a few of many platforms, which are chosen so that every pair
// of settings meets: the full product would be some millions of runs.

#include "tests/system/setting_cover.h"
#include "tests/system/shell.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using testing::HasSubstr;

struct Shape {
    const char* name;
    const char* yaml;
    const char* options; ///< of nmprune synth
};

const std::vector<Shape> kShapes = {
    {"post_norm_gelu", "{d_model: 64, heads: 2, ffn: 128, layers: 1, seq: 33}", "--batch 2 --valid 33,20"},
    {"pre_norm_relu", "{d_model: 48, heads: 3, ffn: 100, layers: 1, seq: 7, norm: pre, activation: relu}", ""},
    {"causal", "{d_model: 32, heads: 4, ffn: 96, layers: 1, seq: 33, norm: pre, causal: true}", ""},
    {"five_heads_of_eight", "{d_model: 40, heads: 5, ffn: 72, layers: 1, seq: 7, causal: true, activation: relu}",
     "--batch 3 --valid 7,1,4"},
    {"odd_width", "{d_model: 33, heads: 3, ffn: 77, layers: 1, seq: 7}", "--batch 2"},
    {"odd_ffn_two_blocks", "{d_model: 24, heads: 2, ffn: 61, layers: 2, seq: 33, norm: pre}", ""},
    {"one_row", "{d_model: 40, heads: 5, ffn: 90, layers: 2, seq: 1}", ""},
};

/// As `nmprune synth` takes them: unless told, a weight is a bitmap or indices, whichever is smaller (1:2, 1:4, 2:8
/// and 3:32 are indices here, in all but the narrowest layers).
const std::vector<const char*> kPatterns = {"dense",
                                            "1:2",
                                            "2:4",
                                            "1:4",
                                            "3:8",
                                            "2:8",
                                            "7:8",
                                            "5:16",
                                            "3:32",
                                            "31:32",
                                            "2:8 --encoding bitmap",
                                            "3:4 --encoding index",
                                            "3:8 --encoding index",
                                            "31:32 --encoding index"};

/// Groups of settings of `stavp run`; one of each group makes a platform.
const std::vector<std::vector<const char*>> kSettings = {
    {"", "--set sta.rows=1 --set sta.cols=1", "--set sta.rows=7 --set sta.cols=13 --set sta.lanes=3",
     "--set sta.rows=4 --set sta.cols=64", "--set sta.rows=16 --set sta.cols=16 --set sta.lanes=8"},
    {"", "--set sta.dataflow=ws"},
    {"", "--set sta.fold_overlap=false"},
    {"",
     "--set buffers.weight.bytes=4KiB --set buffers.input.bytes=4KiB --set buffers.intermediate.bytes=4KiB "
     "--set buffers.output.bytes=4KiB",
     "--set buffers.weight.bytes=16KiB --set buffers.input.bytes=4KiB --set buffers.intermediate.bytes=8KiB "
     "--set buffers.output.bytes=4KiB"},
    {"", "--set dma.channels=1", "--set dma.channels=8 --set dma.outstanding=1"},
    {"", "--set dma.burst_bytes=64", "--set dma.burst_bytes=4096"},
    {"", "--set bus.bytes_per_cycle=4", "--set bus.bytes_per_cycle=128 --set bus.latency_cycles=0"},
    {"", "--set softmax.placement=off_chip"},
    {"", "--set ddr.grade=lpddr4_3200", "--set ddr.grade=hbm2", "--set ddr.page_policy=closed"},
    {"--fidelity at", "--fidelity lt"},
    {"", "--set sim.quantum_ns=1", "--set sim.quantum_ns=100000"},
    {"", "--set cpu.clock_mhz=77", "--set sta.clock_mhz=333.3 --set bus.clock_mhz=800"},
};

const std::size_t kWorkloads = kShapes.size() * kPatterns.size();
constexpr std::size_t kPlatformsEach = 3;

std::vector<std::size_t> level_counts() {
    std::vector<std::size_t> levels;
    for (const auto& group : kSettings)
        levels.push_back(group.size());
    return levels;
}

const std::vector<Combination>& platforms() {
    static const auto all = cover_pairs(level_counts(), kWorkloads * kPlatformsEach, 20);
    return all;
}

std::string options_of(const Combination& platform) {
    std::string options;
    for (std::size_t group = 0; group < kSettings.size(); ++group)
        options += std::string(" ") + kSettings[group][platform[group]];
    return options;
}

const Shape& shape_of(std::size_t workload) {
    return kShapes[workload / kPatterns.size()];
}

const char* pattern_of(std::size_t workload) {
    return kPatterns[workload % kPatterns.size()];
}

std::uint64_t sum_of(const json& cycles) {
    std::uint64_t sum = 0;
    for (const auto& [name, count] : cycles.items())
        sum += count.get<std::uint64_t>();
    return sum;
}

/// Of an engine, or a layer with its engine: busy and stalls are all of its cycles, and causes all of each wait.
void expect_accounted_for(const json& part, const std::string& name) {
    EXPECT_EQ(part["busy"].get<std::uint64_t>() + sum_of(part["stalls"]), part["cycles"].get<std::uint64_t>()) << name;
    for (const char* wait : {"weights", "activations", "output_space", "dependency", "no_command"}) {
        const auto explained = part["waits"].contains(wait) ? sum_of(part["waits"][wait]) : 0;
        EXPECT_EQ(explained, part["stalls"][wait].get<std::uint64_t>()) << name << ' ' << wait;
    }
}

void expect_cycles_accounted_for(const json& summary) {
    for (const auto& layer : summary["layers"]) {
        expect_accounted_for(layer, layer["name"]);
        EXPECT_GT(layer["cycles"].get<std::uint64_t>(), 0u) << layer["name"];
        for (const auto& [engine, share] : layer["engines"].items())
            expect_accounted_for(share, layer["name"].get<std::string>() + " " + engine);
    }
    for (const auto& [engine, share] : summary["engines"].items())
        if (engine != "cpu") expect_accounted_for(share, engine);
}

class WholeModel : public testing::TestWithParam<std::size_t> {};

TEST_P(WholeModel, agrees_byte_by_byte_on_every_platform_and_equal_runs_are_equal) {
    const auto workload = GetParam();
    const ScratchFolder folder;
    const auto& shape = shape_of(workload);
    write_text(folder / "shape.yaml", shape.yaml);
    prepare(folder.path(), fmt::format("nmprune synth --shape shape.yaml --pattern {} {} --seed {} -o w.nmw",
                                       pattern_of(workload), shape.options, workload + 1));
    std::string outputs;
    for (std::size_t i = 0; i < kPlatformsEach; ++i) {
        const auto options = options_of(platforms()[workload * kPlatformsEach + i]);
        SCOPED_TRACE(options);
        const auto first = shell(folder.path(), "stavp run -w w.nmw -o first" + options);
        ASSERT_EQ(first.exit_code, 0) << first.err;
        EXPECT_EQ(first.err, "");
        EXPECT_THAT(first.out, HasSubstr("check: passed"));
        ASSERT_EQ(shell(folder.path(), "stavp run -w w.nmw -o second" + options).exit_code, 0);
        const auto summary = read_text(folder / "first/summary.json");
        EXPECT_TRUE(summary == read_text(folder / "second/summary.json")) << "summary.json of equal runs differs";
        expect_cycles_accounted_for(json::parse(summary));
        const auto bytes = read_text(folder / "first/outputs.bin");
        EXPECT_FALSE(bytes.empty());
        if (i == 0) outputs = bytes;
        EXPECT_TRUE(bytes == outputs) << "outputs.bin differs from that of another platform";
    }
}

INSTANTIATE_TEST_SUITE_P(Cover, WholeModel, testing::Range(std::size_t{0}, kWorkloads), [](const auto& test) {
    std::string pattern = pattern_of(test.param);
    for (char& c : pattern)
        if (c == ':' || c == ' ' || c == '-') c = '_';
    return std::string(shape_of(test.param).name) + "_" + pattern;
});

TEST(WholeModelCover, has_every_pair_of_platform_settings) {
    EXPECT_EQ(missing_pairs(level_counts(), platforms()), 0u);
    EXPECT_GT(missing_pairs(level_counts(), {platforms().begin(), platforms().begin() + 10}), 0u);
}

} // namespace
