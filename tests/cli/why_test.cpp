// stavp why: what it says adds up, and what it suggests helps, on machines that are short of quite different things.

#include "tests/cli/small_workload.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <regex>

namespace {

using nlohmann::json;
using testing::HasSubstr;

struct Machine {
    std::string name;
    std::string pattern;
    std::string shape;
    std::string options;
    std::string binding;  ///< of the longest layer
    std::string best_key; ///< that a run of each candidate finds; "" = none in particular
};

const std::string kBlock = "{d_model: 512, heads: 8, ffn: 2048, layers: 1, seq: 128}";

const std::vector<Machine> kMachines = {
    {"array", "2:4", kBlock, "", "array", "sta.lanes"},
    {"bus", "dense", kBlock, "--set bus.bytes_per_cycle=4", "bus", "bus.bytes_per_cycle"},
    {"dram", "2:4", kBlock,
     "--set ddr.grade=ddr3_1600 --set bus.bytes_per_cycle=64 --set sta.rows=64 --set sta.cols=64 --set sta.lanes=2",
     "ddr", "ddr.channels"},
    {"vector", "2:4", kBlock, "--set vector.lanes=1 --set scheduler.fuse=false", "vector", "scheduler.fuse"},
    {"softmax", "2:4", "{d_model: 256, heads: 4, ffn: 512, layers: 1, seq: 256}", "--set softmax.lanes=1", "softmax",
     "softmax.lanes"},
    {"host", "2:4", "{d_model: 64, heads: 4, ffn: 256, layers: 2, seq: 32}", "", "host", "cpu.clock_mhz"},
    {"transfers", "2:4", kBlock, "--set dma.channels=1 --set dma.outstanding=2", "transfers", "dma.outstanding"},
    {"weight port", "2:4", kBlock, "--set buffers.weight.banks=1 --set buffers.weight.bytes_per_cycle=8", "array", ""}};

// docs/why.md
constexpr double kPoints = 0.10;     ///< of the run's cycles, or
constexpr double kPartOfGain = 0.35; ///< of what is saved
constexpr double kMeanPoints = 0.04;
constexpr double kSlack = 0.01; ///< by which the best of all candidates may beat the suggestions

class Why : public SmallWorkload {
protected:
    std::string path(const std::string& out) const { return (folder / out).string(); }
    json why(const std::string& out, const std::string& options = "") {
        const auto outcome = stavp("why " + path(out) + " --json " + options);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return json::parse(outcome.out);
    }
};

TEST_F(Why, what_binds_is_found_and_suggestions_help_as_predicted_and_no_other_key_helps_more) {
    double errors = 0;
    unsigned count = 0;
    for (const auto& machine : kMachines) {
        SCOPED_TRACE(machine.name);
        ASSERT_EQ(run(synthesise(machine.pattern, machine.shape, ""), "out", machine.options).exit_code, 0);
        const auto explained = why("out");
        EXPECT_EQ(explained["layers"][0]["binding"], machine.binding);
        const auto suggested = explained["changes"];
        const auto all = why("out", "--all --verify")["changes"];
        ASSERT_GE(suggested.size(), 1u);
        ASSERT_LE(suggested.size(), 3u);
        EXPECT_GT(all.size(), 25u);
        const auto is_suggested = [&](const json& change) {
            return std::any_of(suggested.begin(), suggested.end(),
                               [&](const json& entry) { return entry["key"] == change["key"]; });
        };
        double best_of_all = 0;
        double best_suggested = 0;
        std::string best_key;
        for (const auto& change : all) {
            if (change["simulated_saving"].is_null()) continue; // a machine that cannot be
            const auto simulated = change["simulated_saving"].get<double>();
            if (simulated > best_of_all) best_key = change["key"];
            best_of_all = std::max(best_of_all, simulated);
            if (!is_suggested(change)) continue;
            best_suggested = std::max(best_suggested, simulated);
            const auto predicted = change["predicted_saving"].get<double>();
            EXPECT_GE(predicted, 0.015);
            EXPECT_GT(simulated, 0) << change["key"];
            EXPECT_NEAR(predicted, simulated, std::max(kPoints, kPartOfGain * simulated)) << change["key"];
            errors += std::abs(predicted - simulated);
            ++count;
        }
        EXPECT_GE(best_suggested, best_of_all - kSlack) << best_key;
        EXPECT_EQ(machine.best_key.empty() ? "" : best_key, machine.best_key);
    }
    EXPECT_GE(count, 16u);
    EXPECT_LT(errors / count, kMeanPoints);
}

TEST_F(Why, the_parts_add_up_to_the_run_and_the_shares_of_a_layer_to_all_of_it) {
    ASSERT_EQ(run(synthesise("2:4"), "out").exit_code, 0);
    const auto explained = why("out");
    const auto result = summary("out");
    double sum = 0;
    for (const auto& [name, cycles] : explained["parts"].items())
        sum += cycles.get<double>();
    EXPECT_EQ(sum, result["cycles"].get<double>());
    EXPECT_EQ(explained["layers"].size(), result["layers"].size());
    double previous = result["cycles"].get<double>();
    for (const auto& layer : explained["layers"]) {
        EXPECT_LE(layer["cycles"].get<double>(), previous);
        previous = layer["cycles"].get<double>();
        const auto reason = layer["reason"].get<std::string>();
        const auto shares = reason.substr(reason.rfind(": "));
        const std::regex share("([0-9]+)\\.([0-9]) %");
        long tenths = 0;
        for (auto at = std::sregex_iterator(shares.begin(), shares.end(), share); at != std::sregex_iterator(); ++at)
            tenths += 10 * std::stol((*at)[1]) + std::stol((*at)[2]);
        EXPECT_EQ(tenths, 1000) << reason;
    }
}

TEST_F(Why, the_longest_layers_come_with_cycles_share_and_what_binds) {
    ASSERT_EQ(run(synthesise("2:4", kBlock, ""), "out").exit_code, 0);
    const auto layers = summary("out")["layers"];
    const auto longest = *std::max_element(layers.begin(), layers.end(),
                                           [](const json& a, const json& b) { return a["cycles"] < b["cycles"]; });
    const auto outcome = stavp("why " + path("out") + " --layers 1");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.out, HasSubstr(longest["name"].get<std::string>() + ": " +
                                       std::to_string(longest["cycles"].get<int>()) + " cycles ("));
    EXPECT_THAT(outcome.out, HasSubstr("The array's multipliers bind: it is busy "));
    EXPECT_THAT(outcome.out, HasSubstr("DRAM: "));
    EXPECT_THAT(outcome.out, HasSubstr("Host: "));
    EXPECT_THAT(outcome.out, HasSubstr("Overlap: "));
    EXPECT_THAT(outcome.out, HasSubstr("sta.lanes: 1 -> 2"));
    EXPECT_THAT(outcome.out, testing::Not(HasSubstr("simulated")));
}

TEST_F(Why, the_command_that_it_names_gives_what_verify_shows) {
    ASSERT_EQ(stavp("run -w " + synthesise("2:4") + " -o '" + path("a run") + "'").exit_code, 0);
    const auto outcome = stavp("why '" + path("a run") + "' --json --verify");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto explained = json::parse(outcome.out);
    const auto change = explained["changes"].at(0);
    auto command = change["command"].get<std::string>();
    ASSERT_TRUE(command.starts_with("stavp run "));
    EXPECT_EQ(stavp(command.substr(std::string("stavp ").size())).exit_code, 0) << command;
    const auto varied = summary("a run-" + change["key"].get<std::string>() + "=" + change["to"].get<std::string>());
    EXPECT_NEAR(change["simulated_saving"].get<double>(),
                1 - varied["cycles"].get<double>() / explained["cycles"].get<double>(), 1e-12);
}

TEST_F(Why, verify_wants_the_same_workload_wherever_it_is) {
    const auto file = synthesise("2:4");
    ASSERT_EQ(run(file, "out").exit_code, 0);
    std::filesystem::rename(file, folder / "moved.nmw");
    const auto gone = stavp("why " + path("out") + " --verify");
    EXPECT_EQ(gone.exit_code, 2);
    EXPECT_THAT(gone.err, HasSubstr(file + ": the run's workload cannot be read"));
    EXPECT_EQ(stavp("why " + path("out") + " --verify -w " + path("moved.nmw")).exit_code, 0);
    const auto other = stavp("why " + path("out") + " --verify -w " + synthesise("1:4"));
    EXPECT_EQ(other.exit_code, 2);
    EXPECT_THAT(other.err, HasSubstr("is not the workload of the run: SHA-256 "));
}

TEST_F(Why, a_run_that_failed_is_not_explained) {
    const auto file = synthesise("2:4");
    EXPECT_EQ(run(file, "out", "--timeout-cycles 5000").exit_code, 1);
    const auto outcome = stavp("why " + path("out"));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("the run did not succeed: timeout: not finished after 5000 cycles"));
}

TEST_F(Why, what_is_no_run_is_bad_input) {
    EXPECT_EQ(stavp("why").exit_code, 2);
    EXPECT_EQ(stavp("why " + folder.string()).exit_code, 2);
    std::ofstream(folder / "summary.json") << "{\"layers\": []}";
    const auto outcome = stavp("why " + folder.string());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("not a summary of this version"));
    EXPECT_EQ(stavp("why " + folder.string() + " --layers many").exit_code, 2);
}

TEST_F(Why, a_program_without_a_workload_has_totals_only) {
    ASSERT_EQ(stavp("run --firmware " + (kBaremetal / "hello.elf").string() + " -o " + path("out")).exit_code, 0);
    const auto outcome = stavp("why " + path("out"));
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("0 layers"));
    EXPECT_THAT(outcome.out, HasSubstr("Host: "));
}

} // namespace
