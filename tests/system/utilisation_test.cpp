// How much of what the machine allows a BERT-base block reaches.

#include "tests/system/shell.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

constexpr double kRows = 128;
constexpr double kMultipliers = 32 * 32 * 2;
/// DDR4-2400: 8 bytes at 2400 MT/s, in a cycle of 500 MHz.
constexpr double kBytesPerCycle = 8 * 2400.0 / 500;

/// Bytes that must come from DDR or go there: 2:4 weights with a bit map of 4 bits per group of 4, 16 bytes for each
/// output channel, parameters, and each layer's result, which is checked there.
const std::map<std::string, double>& least_bytes() {
    const auto weights = [](double in, double out) { return in * out / 2 + in * out / 8 + 16 * out; };
    static const std::map<std::string, double> bytes = {{"layer0.qkv", kRows * 768 + weights(768, 2304) + kRows * 2304},
                                                        {"layer0.attention", kRows * 768},
                                                        {"layer0.proj", weights(768, 768) + 2 * kRows * 768},
                                                        {"layer0.norm1", 6 * 768 + kRows * 768},
                                                        {"layer0.ffn1", weights(768, 3072) + 256 + kRows * 3072},
                                                        {"layer0.ffn2", weights(3072, 768) + 2 * kRows * 768},
                                                        {"layer0.norm2", 6 * 768 + kRows * 768}};
    return bytes;
}

/// Products executed, kept weights only.
const std::map<std::string, double>& macs() {
    static const std::map<std::string, double> macs = {{"layer0.qkv", kRows * 768 * 2304 / 2},
                                                       {"layer0.attention", 2 * 12 * kRows * kRows * 64},
                                                       {"layer0.proj", kRows * 768 * 768 / 2},
                                                       {"layer0.norm1", 0},
                                                       {"layer0.ffn1", kRows * 768 * 3072 / 2},
                                                       {"layer0.ffn2", kRows * 3072 * 768 / 2},
                                                       {"layer0.norm2", 0}};
    return macs;
}

json run(const ScratchFolder& folder, const std::string& options) {
    prepare(folder.path(),
            "stavp run -c " STAVP_SOURCE_DIR "/configs/platforms/edge_transformer.yaml -w bert.nmw -o out" + options);
    return json::parse(read_text(folder / "out/summary.json"));
}

class BertBaseBlock : public testing::Test {
protected:
    const ScratchFolder folder;
    BertBaseBlock() {
        prepare(folder.path(),
                "nmprune synth --shape bert-base --layers 1 --seq 128 --pattern 2:4 --seed 1 -o bert.nmw");
    }
};

TEST_F(BertBaseBlock, keeps_the_array_busy_for_85_percent_of_what_the_roofline_allows) {
    const auto summary = run(folder, "");
    EXPECT_TRUE(summary["check"]["passed"]);
    ASSERT_EQ(summary["layers"].size(), macs().size());
    double roofline = 0;
    double array = 0;
    for (const auto& layer : summary["layers"]) {
        const auto name = layer["name"].get<std::string>();
        roofline += std::max(macs().at(name) / kMultipliers, least_bytes().at(name) / kBytesPerCycle);
        array += macs().at(name) / kMultipliers;
        EXPECT_NEAR(layer["macs"].get<double>(), macs().at(name), 1e-3 * macs().at(name)) << name;
    }
    const auto cycles = summary["cycles"].get<double>();
    const auto busy = summary["engines"]["sta"]["busy"].get<double>();
    RecordProperty("share_of_roofline", std::to_string(roofline / cycles));
    EXPECT_DOUBLE_EQ(busy, array) << "no cycle of the array is wasted inside a product";
    EXPECT_GE(roofline / cycles, 0.85);
    EXPECT_GE(busy / cycles, 0.85);
}

TEST_F(BertBaseBlock, each_of_fusing_prefetching_and_residency_saves_cycles) {
    const auto with_all = run(folder, "")["cycles"].get<std::uint64_t>();
    for (const std::string key : {"fuse", "prefetch", "resident"}) {
        const auto without = run(folder, " --set scheduler." + key + "=false");
        EXPECT_TRUE(without["check"]["passed"]) << key;
        EXPECT_GT(without["cycles"].get<std::uint64_t>(), with_all + with_all / 50) << key;
    }
}

} // namespace
