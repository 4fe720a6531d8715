#include "platform/report/layer_table.h"
#include "platform/report/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace stavp;
using testing::HasSubstr;

constexpr auto index_of = [](Activity activity) { return static_cast<std::size_t>(activity); };

RunResult example() {
    RunResult result;
    result.cycles = 2000;
    result.time_ps = 4'000'500;
    result.instructions = 77;
    result.check.enabled = true;
    result.check.passed = true;
    result.check.compared = 640;
    LayerReport layer;
    layer.name = "qkv";
    layer.op = "gemm";
    layer.pattern_n = 2;
    layer.pattern_m = 4;
    layer.on_array = true;
    layer.cycles = 1000;
    layer.macs = 512;
    layer.macs_dense = 1024;
    layer.utilisation = 0.5;
    layer.activities[index_of(Activity::busy)] = 600;
    layer.activities[index_of(Activity::weights)] = 300;
    layer.activities[index_of(Activity::fetch)] = 100;
    layer.dram = {{"reads", 3}};
    result.layers.push_back(layer);
    LayerReport norm;
    norm.name = "norm";
    norm.op = "layernorm";
    norm.cycles = 500;
    norm.activities[index_of(Activity::no_command)] = 500;
    result.layers.push_back(norm);
    result.engines.push_back({"cpu", {{"instructions", 77}}, {}});
    result.output = OutputTensor{"out", "int8", 2, 3, 0.25F, {1, 2, 3, 4, 5, 6}};
    return result;
}

TEST(Summary, has_the_promised_fields) {
    const auto json = nlohmann::json::parse(summary_json(example()));
    EXPECT_EQ(json["schema"], 1);
    EXPECT_EQ(json["status"], "ok");
    EXPECT_EQ(json["cycles"], 2000);
    EXPECT_EQ(json["time_ns"], 4000.5);
    EXPECT_EQ(json["instructions"], 77);
    EXPECT_EQ(json["check"]["passed"], true);
    EXPECT_EQ(json["check"]["compared"], 640);
    EXPECT_TRUE(json["check"]["first_mismatch"].is_null());
    const auto& layer = json["layers"][0];
    EXPECT_EQ(layer["pattern"], "2:4");
    EXPECT_EQ(layer["macs_dense"], 1024);
    EXPECT_EQ(layer["dram"]["reads"], 3);
    EXPECT_TRUE(json["layers"][1]["pattern"].is_null());
    EXPECT_EQ(json["outputs"][0]["file"], "outputs.bin");
    EXPECT_EQ(json["outputs"][0]["scale"], 0.25);
    EXPECT_FALSE(json.contains("energy"));
}

TEST(Summary, busy_and_stalls_of_a_layer_sum_to_its_cycles) {
    const auto json = nlohmann::json::parse(summary_json(example()));
    for (const auto& layer : json["layers"]) {
        std::uint64_t sum = layer["busy"].get<std::uint64_t>();
        for (const auto& [name, cycles] : layer["stalls"].items())
            sum += cycles.get<std::uint64_t>();
        EXPECT_EQ(sum, layer["cycles"].get<std::uint64_t>());
    }
}

TEST(Summary, host_times_are_in_the_other_file) {
    const auto host = nlohmann::json::parse(host_json(example(), {2.0, 1 << 20}));
    EXPECT_EQ(host["wall_seconds"], 2.0);
    EXPECT_EQ(host["cycles_per_second"], 1000.0);
    EXPECT_EQ(host["peak_rss_bytes"], 1 << 20);
    EXPECT_EQ(host["mips"], 77 / 2.0 / 1e6);
    EXPECT_THAT(summary_json(example()), testing::Not(HasSubstr("wall")));
}

TEST(LayerTable, shows_cycles_shares_and_the_largest_causes) {
    const auto text = run_report(example(), {2.0, 0}, 500);
    EXPECT_THAT(text,
                HasSubstr("qkv    gemm       2:4            1000   50.0 %   50.0 %  weights 30.0 %, fetch 10.0 %"));
    EXPECT_THAT(text, HasSubstr("norm   layernorm  -               500   25.0 %        -  no_command 100.0 %"));
    EXPECT_THAT(text, HasSubstr("2000 cycles, 4.000 us at 500 MHz"));
    EXPECT_THAT(text, HasSubstr("check: passed"));
}

TEST(LayerTable, a_failed_check_names_the_place) {
    auto result = example();
    result.check.passed = false;
    result.check.mismatches = 9;
    result.check.first_mismatch = FirstMismatch{"qkv", 1, 0, 33, 2, -5, 6};
    EXPECT_THAT(run_report(result, {}, 500),
                HasSubstr("check: FAILED layer 'qkv' tile (1,0) first wrong element [33,2]: expected -5, got 6"));
}

TEST(LayerTable, only_causes_that_matter_are_listed) {
    ActivityCycles cycles{};
    cycles[index_of(Activity::busy)] = 9980;
    cycles[index_of(Activity::fetch)] = 5;
    cycles[index_of(Activity::weights)] = 15;
    EXPECT_EQ(top_stalls(cycles, 3), "weights 0.1 %");
    EXPECT_EQ(top_stalls(ActivityCycles{}, 3), "");
}

} // namespace
