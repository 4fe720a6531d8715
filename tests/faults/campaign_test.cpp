// Small campaigns of the real program.

#include "tests/system/shell.h"

#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace {

using nlohmann::json;
using testing::HasSubstr;

class CampaignTest : public testing::Test {
protected:
    CampaignTest() {
        write_text(scratch / "tiny.yaml", "{d_model: 32, heads: 2, ffn: 64, layers: 1, seq: 16}\n");
        prepare(scratch.path(), "nmprune synth --shape tiny.yaml --pattern 2:4 -o tiny.nmw");
    }
    Outcome campaign(const std::string& platform, const std::string& out, const std::string& more) {
        return shell(scratch.path(), fmt::format("stavp fault-campaign -c {}/configs/platforms/{}.yaml -w tiny.nmw -o "
                                                 "{} {}",
                                                 STAVP_SOURCE_DIR, platform, out, more));
    }
    std::vector<json> rows(const std::string& out) {
        std::vector<json> result;
        std::istringstream lines(read_text(scratch / (out + "/results.jsonl")));
        for (std::string line; std::getline(lines, line);)
            result.push_back(json::parse(line));
        return result;
    }

    ScratchFolder scratch;
};

TEST_F(CampaignTest, results_do_not_depend_on_the_number_of_jobs) {
    campaign("default", "one", "--faults 21 --seed 3 -j 1");
    campaign("default", "three", "--faults 21 --seed 3 -j 3");
    for (const auto* file : {"results.csv", "results.jsonl", "campaign.json"}) {
        const auto text = read_text(scratch / (std::string("one/") + file));
        EXPECT_FALSE(text.empty());
        EXPECT_EQ(text, read_text(scratch / (std::string("three/") + file))) << file;
    }
    std::map<std::string, int> kinds;
    for (const auto& row : rows("one"))
        ++kinds[row["kind"]];
    EXPECT_EQ(kinds.size(), 7u);
    EXPECT_TRUE(std::ranges::all_of(kinds, [](const auto& kind) { return kind.second == 3; }));
}

TEST_F(CampaignTest, a_silent_fault_gives_exit_code_1_and_runs_again_by_the_printed_command) {
    const auto outcome = campaign("default", "out", "--faults 35");
    EXPECT_EQ(outcome.exit_code, 1);
    const auto all = rows("out");
    const auto silent = std::ranges::find(all, "silent", [](const auto& row) { return row["outcome"]; });
    ASSERT_NE(silent, all.end());
    const std::string id = (*silent)["id"];
    const auto line = outcome.out.find("stavp run", outcome.out.find(id + " silent"));
    ASSERT_NE(line, std::string::npos);
    const auto again = shell(scratch.path(), outcome.out.substr(line, outcome.out.find('\n', line) - line));
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_THAT(again.err, HasSubstr("mismatch: "));
    EXPECT_THAT(again.out, HasSubstr("fault fired at "));
}

TEST_F(CampaignTest, in_protected_mode_no_fault_is_silent_or_hangs) {
    const auto outcome = campaign("protected", "out", "--faults 70 --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
    const auto outcomes = json::parse(outcome.out)["outcomes"];
    EXPECT_EQ(outcomes["silent"], 0);
    EXPECT_EQ(outcomes["hung"], 0);
    EXPECT_EQ(outcomes["crashed"], 0);
    EXPECT_EQ(outcomes["not_fired"], 0); // they are drawn where they meet something
    EXPECT_GT(outcomes["retried"], 10);
    EXPECT_GT(outcomes["corrected"], 0);
}

TEST_F(CampaignTest, a_folder_that_holds_other_things_is_left_alone) {
    write_text(scratch / "notes", "mine");
    const auto outcome = campaign("default", ".", "--faults 1");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("exists and is not the folder of a campaign; nothing was overwritten"));
    EXPECT_EQ(read_text(scratch / "notes"), "mine");
}

TEST_F(CampaignTest, a_run_without_faults_that_fails_ends_the_campaign) {
    const auto outcome = campaign("default", "out", "--faults 1 --firmware " STAVP_BAREMETAL_DIR "/victim.elf");
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("the run without faults fails: firmware_error: "));
}

} // namespace
