// What a run says about itself beyond its cycles: roofline, bottlenecks and their what-ifs, energy.

#include "tests/cli/small_workload.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <gmock/gmock.h>
#include <map>
#include <set>
#include <vector>

namespace {

using nlohmann::json;
using testing::HasSubstr;

using RunReports = SmallWorkload;

// qkv of the small workload on the default platform: 48 rows x 64 inputs x 192 outputs, half of the weights kept, on
// 1024 multipliers. Operands: input, values, map, 16-byte channel records, output; 32 bytes per cycle over the bus.
TEST_F(RunReports, the_roofline_of_a_layer_is_that_of_a_hand_computation) {
    run(synthesise("2:4"), "out");
    const auto roofline = summary("out")["layers"][0]["roofline"];
    EXPECT_EQ(roofline["compute_engine"], "sta");
    EXPECT_EQ(roofline["compute_cycles"], 48 * 64 * 192 / 2 / 1024);
    constexpr int kOperands = 48 * 64 + 192 * 32 + 192 * 8 + 192 * 16 + 48 * 192;
    EXPECT_EQ(roofline["operand_bytes"], kOperands);
    EXPECT_EQ(roofline["operand_memory_cycles"], kOperands / 32);
    EXPECT_EQ(roofline["memory_limit"], "bus"); // 32 bytes at 500 MHz against 19.2 GB/s
    const auto moved = roofline["moved_bytes"].get<int>();
    EXPECT_GE(moved, kOperands);
    EXPECT_EQ(roofline["memory_cycles"], (moved + 31) / 32);
    EXPECT_EQ(roofline["bound"], "memory");
}

TEST_F(RunReports, no_layer_beats_its_roofline_and_its_reach_is_bound_over_cycles) {
    const auto file = synthesise("2:4");
    for (const std::string options : {"", "--set bus.bytes_per_cycle=4", "--set bus.bytes_per_cycle=256",
                                      "--set vector.lanes=1", "--set sta.rows=4 --set sta.cols=4"}) {
        run(file, "out", options);
        for (const auto& layer : summary("out")["layers"]) {
            const auto& roofline = layer["roofline"];
            const auto bound =
                std::max(roofline["compute_cycles"].get<double>(), roofline["memory_cycles"].get<double>());
            EXPECT_NEAR(roofline["reached"].get<double>(), bound / layer["cycles"].get<double>(), 1e-12);
            EXPECT_LE(roofline["reached"].get<double>(), 1.0) << options << ' ' << layer["name"];
        }
    }
}

TEST_F(RunReports, layers_kept_apart_begin_where_or_after_their_predecessor_ended) {
    run(synthesise("2:4"), "out", "--set scheduler.prefetch=false");
    const auto result = summary("out");
    std::uint64_t time = 0;
    for (const auto& layer : result["layers"]) {
        const auto begin = layer["begin_cycle"].get<std::uint64_t>();
        const auto end = layer["end_cycle"].get<std::uint64_t>();
        EXPECT_GE(begin, time) << layer["name"];
        EXPECT_EQ(end - begin, layer["cycles"]) << layer["name"];
        time = end;
    }
    EXPECT_GT(time, 0);
    EXPECT_LE(time, result["cycles"]);
}

TEST_F(RunReports, a_run_names_its_workload) {
    run(synthesise("2:4"), "out");
    const auto workload = summary("out")["workload"];
    EXPECT_EQ(workload["name"], "shape");
    EXPECT_EQ(workload["layers"], 10); // qkv, attention, proj, add, norm1, ffn1, gelu, ffn2, add, norm2
    EXPECT_EQ(workload["sequences"], 2);
    EXPECT_EQ(workload["seq"], 24);
}

TEST_F(RunReports, the_energy_of_a_run_is_the_sum_of_its_actions) {
    const auto file = synthesise("2:4");
    run(file, "out");
    const auto result = summary("out");
    const auto& energy = result["energy"];
    EXPECT_EQ(energy["table"], "asic45");
    EXPECT_EQ(energy["dram_table"], "ddr4_2400");
    double total = 0;
    double low = 0;
    for (const auto& [part, entry] : energy["parts"].items()) {
        double sum = 0;
        for (const auto& [name, action] : entry["actions"].items()) {
            const auto pj = action["count"].get<double>() * action["pj_each"].get<double>();
            EXPECT_DOUBLE_EQ(action["pj"].get<double>(), pj) << part << ' ' << name;
            sum += pj;
            low += pj / action["factor"].get<double>();
        }
        EXPECT_NEAR(entry["pj"].get<double>(), sum, 1e-9 * sum) << part;
        total += sum;
    }
    EXPECT_NEAR(energy["pj"].get<double>(), total, 1e-9 * total);
    EXPECT_NEAR(energy["low_pj"].get<double>(), low, 1e-9 * low);
    const auto& parts = energy["parts"];
    EXPECT_EQ(parts["sta"]["actions"]["multiplies"]["count"], result["engines"]["sta"]["macs"]);
    EXPECT_EQ(parts["cpu"]["actions"]["instructions"]["count"], result["instructions"]);
    EXPECT_EQ(parts["dram"]["actions"]["read_bytes"]["count"], result["dram"]["read_bytes"]);
    EXPECT_EQ(parts["dram"]["actions"]["refreshes"]["count"], result["dram"]["refreshes"]);
    EXPECT_EQ(parts["bus"]["actions"]["bytes"]["count"], result["bus"]["bytes"]);
    double layers = 0;
    for (const auto& layer : result["layers"])
        layers += layer["energy"]["pj"].get<double>();
    EXPECT_GT(layers, 0);
    EXPECT_LT(layers, total); // the time before, between and after the layers costs as well
}

TEST_F(RunReports, the_energy_table_changes_energy_and_nothing_else) {
    const auto file = synthesise("2:4");
    run(file, "a");
    run(file, "b", "--set energy.table=asic7");
    auto a = summary("a");
    auto b = summary("b");
    EXPECT_LT(b["energy"]["parts"]["sta"]["pj"], a["energy"]["parts"]["sta"]["pj"]);
    EXPECT_EQ(b["energy"]["parts"]["dram"], a["energy"]["parts"]["dram"]);
    for (auto* result : {&a, &b}) {
        result->erase("energy");
        for (auto& layer : (*result)["layers"])
            layer.erase("energy");
    }
    EXPECT_EQ(a, b);
}

TEST_F(RunReports, tables_are_printed_when_asked_for) {
    const auto file = synthesise("2:4");
    const auto plain = stavp("run -w " + file);
    EXPECT_THAT(plain.out, testing::Not(HasSubstr("bound by")));
    const auto outcome = stavp("run -w " + file + " --roofline --bottlenecks --energy");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("bound by"));
    EXPECT_THAT(outcome.out, HasSubstr("layer0.ffn1: "));
    EXPECT_THAT(outcome.out, HasSubstr("energy with asic45 (45 nm, 0.9 V) and dram/ddr4_2400"));
}

/// What the bottleneck lines of a run promise, and what running with the changed key gives.
class WhatIf : public SmallWorkload {
protected:
    /// By the assignment that a line names: the layers that name it.
    struct Promise {
        std::vector<std::size_t> layers;
        double saved_cycles = 0; ///< predicted, over these layers
    };
    struct Errors {
        unsigned count = 0;
        double sum = 0;
        std::set<std::string> keys;
        double mean() const { return sum / count; }
    };
    Errors of_layers;
    Errors of_runs;

    static std::string assignment(const json& layer) {
        const auto& change = layer["bottleneck"]["change"];
        return change["key"].get<std::string>() + "=" + change["to"].get<std::string>();
    }
    std::map<std::string, Promise> promises_of(const json& base) {
        std::map<std::string, Promise> promises;
        for (std::size_t i = 0; i < base["layers"].size(); ++i) {
            const auto& layer = base["layers"][i];
            if (layer["bottleneck"]["change"].is_null()) continue;
            auto& promise = promises[assignment(layer)];
            promise.layers.push_back(i);
            promise.saved_cycles +=
                layer["bottleneck"]["predicted_saving"].get<double>() * layer["cycles"].get<double>();
        }
        return promises;
    }
    static void add(Errors& errors, const std::string& change, double error) {
        ++errors.count;
        errors.sum += std::abs(error);
        errors.keys.insert(change.substr(0, change.find('=')));
    }

    /// Layer by layer, where no layer begins before the one before it has ended.
    void verify_layers(const std::string& file, const std::string& given) {
        const auto options = given + " --set scheduler.prefetch=false";
        ASSERT_EQ(run(file, "base", options).exit_code, 0) << options;
        const auto base = summary("base");
        for (const auto& [change, promise] : promises_of(base)) {
            ASSERT_EQ(run(file, "varied", options + " --set " + change).exit_code, 0) << change;
            const auto varied = summary("varied");
            for (const auto i : promise.layers) {
                const auto& layer = base["layers"][i];
                const auto cycles = layer["cycles"].get<double>();
                if (cycles < kShortest) continue;
                const auto saved = 1 - varied["layers"][i]["cycles"].get<double>() / cycles;
                const auto predicted = layer["bottleneck"]["predicted_saving"].get<double>();
                const auto where = options + " " + layer["name"].get<std::string>() + " " + change;
                EXPECT_NEAR(predicted, saved, kTolerance) << where;
                EXPECT_TRUE(predicted <= kWorthwhile || saved > 0) << where;
                add(of_layers, change, predicted - saved);
            }
        }
    }

    /// Over the run as it is, for a change that half of the run's cycles name.
    void verify_run(const std::string& file, const std::string& options) {
        ASSERT_EQ(run(file, "base", options).exit_code, 0) << options;
        const auto base = summary("base");
        const auto cycles = base["cycles"].get<double>();
        for (const auto& [change, promise] : promises_of(base)) {
            double named = 0;
            for (const auto i : promise.layers)
                named += base["layers"][i]["cycles"].get<double>();
            if (named < cycles / 2) continue;
            ASSERT_EQ(run(file, "varied", options + " --set " + change).exit_code, 0) << change;
            const auto saved = 1 - summary("varied")["cycles"].get<double>() / cycles;
            const auto predicted = promise.saved_cycles / cycles;
            EXPECT_NEAR(predicted, saved, kRunTolerance) << options << ' ' << change;
            EXPECT_GT(saved, 0) << options << ' ' << change;
            add(of_runs, change, predicted - saved);
        }
    }

    // docs/bottlenecks.md; shares of the cycles.
    static constexpr double kShortest = 5000; ///< cycles
    static constexpr double kTolerance = 0.21;
    static constexpr double kMeanTolerance = 0.08;
    static constexpr double kRunTolerance = 0.15;
    static constexpr double kMeanRunTolerance = 0.08;
    static constexpr double kWorthwhile = 0.1;

    const std::vector<std::string> platforms = {
        "",
        "--set bus.bytes_per_cycle=8",
        "--set ddr.grade=ddr3_1600 --set bus.bytes_per_cycle=64",
        "--set sta.rows=64 --set sta.cols=64 --set sta.lanes=2",
        "--set cpu.clock_mhz=100",
        "--set vector.lanes=4 --set bus.bytes_per_cycle=64 --set scheduler.fuse=false",
        "--set sta.activation_port_bytes_per_cycle=16",
        "--set buffers.weight.banks=1 --set buffers.weight.bytes_per_cycle=8",
        "--set buffers.input.banks=1 --set buffers.input.bytes_per_cycle=16",
        "--set vector.lanes=1"};
    static std::string block(int width) {
        return "{d_model: " + std::to_string(width) + ", heads: " + std::to_string(width / 64) +
               ", ffn: " + std::to_string(4 * width) + ", layers: 1, seq: 128}";
    }
};

TEST_F(WhatIf, predicted_savings_are_what_a_run_with_the_changed_key_gives) {
    for (const std::string pattern : {"2:4", "dense"}) {
        const auto file = synthesise(pattern, block(512), "");
        for (const auto& options : platforms)
            verify_layers(file, options);
    }
    EXPECT_LT(of_layers.mean(), kMeanTolerance);
    EXPECT_GT(of_layers.count, 60u);
    for (const auto* key : {"bus.bytes_per_cycle", "sta.lanes", "vector.lanes", "cpu.clock_mhz", "ddr.channels",
                            "sta.activation_port_bytes_per_cycle", "buffers.weight.banks", "buffers.input.banks"})
        EXPECT_EQ(of_layers.keys.count(key), 1u) << key;
}

TEST_F(WhatIf, predictions_hold_over_a_run_whose_layers_overlap) {
    for (const std::string pattern : {"2:4", "2:8"}) {
        const auto file = synthesise(pattern, block(768), "");
        for (const auto& options : platforms)
            verify_run(file, options);
    }
    EXPECT_LT(of_runs.mean(), kMeanRunTolerance);
    EXPECT_GE(of_runs.count, 8u);
}

TEST_F(WhatIf, a_port_and_its_buffer_of_equal_width_are_not_promised_to_gain_from_one_of_them) {
    const auto file = synthesise("2:4", block(512), "");
    ASSERT_EQ(run(file, "base",
                  "--set sta.activation_port_bytes_per_cycle=16 --set buffers.input.banks=1 "
                  "--set buffers.input.bytes_per_cycle=16")
                  .exit_code,
              0);
    for (const auto& layer : summary("base")["layers"]) {
        if (layer["bottleneck"]["change"].is_null()) continue;
        const auto key = layer["bottleneck"]["change"]["key"].get<std::string>();
        EXPECT_THAT(key, testing::Not(testing::AnyOf("sta.activation_port_bytes_per_cycle", "buffers.input.banks")));
    }
}

TEST_F(WhatIf, a_run_that_failed_is_not_run_again) {
    const auto file = synthesise("2:4");
    const auto outcome = stavp("run -w " + file + " --timeout-cycles 1000 --what-if");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.out, testing::Not(HasSubstr("predicted")));
}

TEST_F(WhatIf, the_option_runs_the_changes_itself) {
    const auto file = synthesise("2:4");
    const auto outcome =
        stavp("run -w " + file + " --set cpu.clock_mhz=100 --what-if -o " + (folder / "base").string());
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    run(file, "faster", "--set cpu.clock_mhz=200");
    const auto before = summary("base")["cycles"].get<double>();
    const auto after = summary("faster")["cycles"].get<double>();
    char line[64];
    std::snprintf(line, sizeof line, "%.1f %%  cpu.clock_mhz=200\n", 100 * (1 - after / before));
    EXPECT_THAT(outcome.out, HasSubstr(line));

    const auto report = json::parse(read_text(folder / "base/what_if.json"));
    EXPECT_EQ(report["cycles"], before);
    EXPECT_EQ(report["failed"], json::array());
    const auto& changes = report["changes"];
    const auto faster = std::find_if(changes.begin(), changes.end(),
                                     [](const auto& change) { return change["key"] == "cpu.clock_mhz"; });
    ASSERT_NE(faster, changes.end());
    EXPECT_EQ((*faster)["from"], "100");
    EXPECT_EQ((*faster)["to"], "200");
    EXPECT_EQ((*faster)["cycles"], after);
    EXPECT_DOUBLE_EQ((*faster)["saving"].get<double>(), 1 - after / before);
    ASSERT_FALSE((*faster)["layers"].empty());
    for (const auto& layer : (*faster)["layers"]) {
        const auto named = [&](const json& summary) {
            for (const auto& entry : summary["layers"])
                if (entry["name"] == layer["name"]) return entry;
            return json();
        };
        EXPECT_EQ(layer["cycles_before"], named(summary("base"))["cycles"]);
        EXPECT_EQ(layer["cycles"], named(summary("faster"))["cycles"]);
        EXPECT_EQ(layer["predicted_saving"], named(summary("base"))["bottleneck"]["predicted_saving"]);
    }
    run(file, "base");
    EXPECT_FALSE(std::filesystem::exists(folder / "base/what_if.json")) << "of an earlier run";
}

} // namespace
