#include "tests/cli/program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> keys_of(const nlohmann::ordered_json& object) {
    std::vector<std::string> keys;
    for (const auto& item : object.items())
        keys.push_back(item.key());
    return keys;
}

TEST(DdrCommand, a_trace_of_three_lines_gives_what_a_hand_would) {
    const auto folder = fresh_folder();
    std::ofstream(folder / "t.trace") << "# bank 0, then the next bank group, then another row of bank 0\n"
                                         "0x0 READ 0\n\n0x40 WRITE 100\n0x20000 READ 200 # conflict\n";
    const auto outcome = stavp("ddr --trace " + (folder / "t.trace").string() + " --json");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto result = json::parse(outcome.out);
    EXPECT_EQ(result["requests"], 3);
    EXPECT_EQ(result["latency_clk"]["min"], 16 + 12 + 4);
    EXPECT_EQ(result["latency_clk"]["median"], 16 + 16 + 4);
    EXPECT_EQ(result["latency_clk"]["max"], 16 + 16 + 16 + 4);
    EXPECT_EQ(result["clocks"], 252);
    EXPECT_EQ(result["row_hits"], 0);
    EXPECT_EQ(result["row_misses"], 2);
    EXPECT_EQ(result["row_conflicts"], 1);
    EXPECT_EQ(result["violations"], 0);
    const auto ordered = nlohmann::ordered_json::parse(outcome.out);
    EXPECT_THAT(keys_of(ordered["latency_clk"]), ElementsAre("min", "median", "mean", "p99", "max"));
    for (const auto* key : {"requests", "clocks", "bandwidth_gb_s", "fraction_of_peak", "row_hits", "row_misses",
                            "row_conflicts", "refreshes"})
        EXPECT_TRUE(result.contains(key)) << key;
}

TEST(DdrCommand, a_generated_sequence_reaches_nine_tenths_of_the_peak_of_every_grade) {
    const auto folder = fresh_folder();
    for (const std::string grade : {"ddr3_1600", "ddr4_2400", "lpddr4_3200", "hbm2"}) {
        const auto set = " --set ddr.grade=" + grade;
        const auto trace = stavp("ddr --generate sequential --requests 50000" + set);
        ASSERT_EQ(trace.exit_code, 0) << trace.err;
        std::ofstream(folder / "t.trace") << trace.out;
        const auto outcome = stavp("ddr --json --trace - < " + (folder / "t.trace").string() + set);
        ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
        EXPECT_GE(json::parse(outcome.out)["fraction_of_peak"].get<double>(), 0.90) << grade;
    }
}

TEST(DdrCommand, equal_calls_give_equal_bytes) {
    const auto folder = fresh_folder();
    const auto trace = stavp("ddr --generate random --requests 3000 --seed 3 --writes 30 --interval 5");
    std::ofstream(folder / "t.trace") << trace.out;
    EXPECT_EQ(stavp("ddr --generate random --requests 3000 --seed 3 --writes 30 --interval 5").out, trace.out);
    const auto call = "ddr --trace " + (folder / "t.trace").string();
    const auto text = stavp(call);
    EXPECT_EQ(text.exit_code, 0);
    EXPECT_THAT(text.out, HasSubstr("0 broke a rule"));
    EXPECT_EQ(stavp(call).out, text.out);
}

TEST(DdrCommand, wrong_lines_are_named_with_file_and_line) {
    const auto folder = fresh_folder();
    const auto file = (folder / "t.trace").string();
    std::ofstream(file) << "0 READ 0\n0 READ\n";
    const auto outcome = stavp("ddr --trace " + file);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, file + ":2: expected a memory clock up to 2^60, got ''\n");
    std::ofstream(file) << "# nothing\n";
    EXPECT_EQ(stavp("ddr --trace " + file).err, file + ": no requests\n");
    EXPECT_EQ(stavp("ddr --trace " + file + ".absent").exit_code, 2);
}

TEST(DdrCommand, wrong_usage_is_refused) {
    for (const std::string arguments :
         {"", "--trace a --generate random", "--generate spiral --requests 5", "--generate random",
          "--generate random --requests 5 --writes 101", "--trace x --interval 1", "--trace x --writes 1",
          "--trace x --seed 1", "--generate random --requests 5 --json", "--generate random --requests 0",
          "--generate sequential --requests 5 --writes 100 --seed 1", "--trace x --window 0", "--trace x --windw 3"}) {
        const auto outcome = stavp("ddr " + arguments);
        EXPECT_EQ(outcome.exit_code, 2) << arguments;
        EXPECT_THAT(outcome.err, HasSubstr("stavp ddr: ")) << arguments;
    }
    EXPECT_EQ(stavp("ddr --help").exit_code, 0);
}

TEST(DdrCommand, a_seed_of_0_is_a_seed_like_others) {
    const auto zero = stavp("ddr --generate random --requests 50 --seed 0");
    EXPECT_EQ(zero.exit_code, 0) << zero.err;
    EXPECT_NE(zero.out, stavp("ddr --generate random --requests 50 --seed 1").out);
    EXPECT_EQ(stavp("ddr --generate sequential --requests 50 --writes 50 --seed 0 --interval 0").exit_code, 0);
}

TEST(DdrCommand, the_window_and_the_keys_of_the_controller_count) {
    const auto folder = fresh_folder();
    const auto file = (folder / "t.trace").string();
    std::ofstream(file) << stavp("ddr --generate random --requests 5000 --seed 2").out;
    const auto clocks = [&](const std::string& options) {
        const auto outcome = stavp("ddr --json --trace " + file + " " + options);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return json::parse(outcome.out)["clocks"].get<std::uint64_t>();
    };
    const auto usual = clocks("");
    EXPECT_GT(clocks("--window 1"), 3 * usual);
    EXPECT_GT(clocks("--set ddr.queue_depth=2"), usual);
    EXPECT_LT(clocks("--set ddr.channels=2"), usual);
    EXPECT_NE(clocks("--set ddr.scheduler=fcfs"), usual);
    EXPECT_NE(clocks("--set ddr.page_policy=closed"), usual);
}

} // namespace
