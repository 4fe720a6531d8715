// N:M sparse weights make products faster, by N/M in the array's own cycles.

#include "tests/system/shell.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

/// Enough rows for each weight that the 16 x 16 array, not memory, sets the pace.
constexpr const char* kShape = "{d_model: 256, heads: 4, ffn: 1024, layers: 1, seq: 128}";
/// Layers one by one, so that the array's cycles between two markers are those of one layer.
constexpr const char* kPlatform = " --set sta.rows=16 --set sta.cols=16 --set scheduler.fuse=false "
                                  "--set scheduler.prefetch=false";

json run(const ScratchFolder& folder, const std::string& pattern) {
    prepare(folder.path(), "nmprune synth --shape shape.yaml --pattern " + pattern + " --seed 4 -o w.nmw");
    prepare(folder.path(), std::string("stavp run -w w.nmw -o out") + kPlatform);
    return json::parse(read_text(folder / "out/summary.json"));
}

/// The product layers with weights: qkv, proj, ffn1, ffn2.
std::map<std::string, json> gemm_layers(const json& summary) {
    std::map<std::string, json> layers;
    for (const auto& layer : summary["layers"])
        if (layer["op"] == "gemm") layers[layer["name"]] = layer;
    return layers;
}

std::uint64_t number(const json& value) {
    return value.get<std::uint64_t>();
}

TEST(SparseSpeedUp, every_product_layer_gets_faster_as_fewer_weights_are_kept) {
    const ScratchFolder folder;
    write_text(folder / "shape.yaml", kShape);
    std::map<std::string, json> before;
    std::uint64_t cycles_before = 0;
    for (const std::string pattern : {"dense", "4:8", "2:8", "1:8"}) {
        const auto summary = run(folder, pattern);
        EXPECT_TRUE(summary["check"]["passed"]) << pattern;
        const auto layers = gemm_layers(summary);
        ASSERT_EQ(layers.size(), 4u);
        for (const auto& [name, layer] : before)
            EXPECT_LT(number(layers.at(name)["cycles"]), number(layer["cycles"])) << name << ' ' << pattern;
        if (cycles_before != 0) {
            EXPECT_LT(number(summary["cycles"]), cycles_before) << pattern;
        }
        before = layers;
        cycles_before = number(summary["cycles"]);
    }
}

TEST(SparseSpeedUp, the_array_is_busy_for_exactly_the_kept_share_of_the_dense_cycles) {
    const ScratchFolder folder;
    write_text(folder / "shape.yaml", kShape);
    const auto dense = gemm_layers(run(folder, "dense"));
    // m x n x k over 256 multipliers; nothing is left over at the edges of these shapes.
    const std::map<std::string, std::uint64_t> hand = {{"layer0.qkv", 128ull * 768 * 256 / 256},
                                                       {"layer0.proj", 128ull * 256 * 256 / 256},
                                                       {"layer0.ffn1", 128ull * 1024 * 256 / 256},
                                                       {"layer0.ffn2", 128ull * 256 * 1024 / 256}};
    for (const auto& [name, cycles] : hand)
        EXPECT_EQ(number(dense.at(name)["busy"]), cycles) << name;
    for (const auto& [pattern, share] : std::map<std::string, std::uint64_t>{{"4:8", 2}, {"2:8", 4}, {"1:8", 8}})
        for (const auto& [name, layer] : gemm_layers(run(folder, pattern))) {
            EXPECT_EQ(number(layer["busy"]) * share, number(dense.at(name)["busy"])) << name << ' ' << pattern;
            EXPECT_EQ(number(layer["macs"]) * share, number(dense.at(name)["macs"])) << name << ' ' << pattern;
        }
}

TEST(SparseSpeedUp, attention_and_rowwise_layers_keep_their_array_and_mac_cycles) {
    const ScratchFolder folder;
    write_text(folder / "shape.yaml", kShape);
    const auto dense = run(folder, "dense");
    const auto sparse = run(folder, "1:8");
    std::size_t compared = 0;
    for (std::size_t i = 0; i < dense["layers"].size(); ++i) {
        const auto& layer = dense["layers"][i];
        if (layer["op"] == "gemm") continue;
        EXPECT_EQ(layer["busy"], sparse["layers"][i]["busy"]) << layer["name"];
        EXPECT_EQ(layer["macs"], sparse["layers"][i]["macs"]) << layer["name"];
        ++compared;
    }
    EXPECT_EQ(compared, 6u);
}

} // namespace
