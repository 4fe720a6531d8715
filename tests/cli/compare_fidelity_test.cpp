// stavp compare-fidelity: two processes, one table.

#include "tests/cli/small_workload.h"

#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>

namespace {

using testing::HasSubstr;

using CompareFidelity = SmallWorkload;

TEST_F(CompareFidelity, its_cycles_are_those_of_two_separate_runs) {
    const auto file = synthesise("2:4");
    const auto outcome = stavp("compare-fidelity -w " + file + " --json --set sta.rows=16");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto error = nlohmann::json::parse(outcome.out);
    run(file, "lt", "--set sta.rows=16 --fidelity lt");
    run(file, "at", "--set sta.rows=16 --fidelity at");
    const auto lt = summary("lt");
    const auto at = summary("at");
    ASSERT_EQ(error["layers"].size(), at["layers"].size());
    for (std::size_t i = 0; i < at["layers"].size(); ++i) {
        const auto& layer = error["layers"][i];
        EXPECT_EQ(layer["name"], at["layers"][i]["name"]);
        EXPECT_EQ(layer["lt_cycles"], lt["layers"][i]["cycles"]);
        EXPECT_EQ(layer["at_cycles"], at["layers"][i]["cycles"]);
    }
    EXPECT_EQ(error["lt_cycles"], lt["cycles"]);
    EXPECT_EQ(error["at_cycles"], at["cycles"]);
    EXPECT_TRUE(error["bytes_agree"]);
    EXPECT_EQ(error["failed"], nlohmann::json::array());
}

TEST_F(CompareFidelity, leaves_nothing_behind_unless_asked_to) {
    const auto file = synthesise("2:4");
    const auto temporary = folder / "tmp";
    std::filesystem::create_directories(temporary);
    ASSERT_EQ(setenv("TMPDIR", temporary.c_str(), 1), 0);
    EXPECT_EQ(stavp("compare-fidelity -w " + file).exit_code, 0);
    EXPECT_TRUE(std::filesystem::is_empty(temporary));
    EXPECT_EQ(stavp("compare-fidelity -w " + file + " -o " + (folder / "kept").string()).exit_code, 0);
    EXPECT_EQ(summary("kept/lt")["status"], "ok");
    EXPECT_EQ(summary("kept/at")["status"], "ok");
}

TEST_F(CompareFidelity, a_run_that_fails_is_named_and_gives_exit_code_1) {
    const auto file = synthesise("dense");
    const auto bad = (folder / "bad.nmw").string();
    shell(std::string(NMW_FLIP_PROGRAM) + " " + file + " " + bad + " layer0.qkv.weight 100 6 --mend-crc");
    const auto outcome = stavp("compare-fidelity -w " + bad);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("lt: mismatch: layer 'layer0.qkv'"));
    EXPECT_THAT(outcome.err, HasSubstr("at: mismatch: layer 'layer0.qkv'"));
    EXPECT_EQ(outcome.out, "");
    const auto json = nlohmann::json::parse(stavp("compare-fidelity --json -w " + bad).out);
    ASSERT_EQ(json["failed"].size(), 2u);
    EXPECT_EQ(json["failed"][0]["fidelity"], "lt");
    EXPECT_EQ(json["failed"][1]["fidelity"], "at");
    EXPECT_EQ(json["failed"][1]["exit_code"], 1);
    EXPECT_THAT(json["failed"][1]["message"].get<std::string>(),
                testing::MatchesRegex("mismatch: layer 'layer0.qkv'[^\n]*"));
    EXPECT_FALSE(json.contains("layers"));
}

TEST_F(CompareFidelity, bad_input_is_refused_once_with_exit_code_2) {
    const auto missing = stavp("compare-fidelity");
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_EQ(missing.err,
              "stavp compare-fidelity: nothing to run: give --workload (see stavp compare-fidelity --help)\n");
    const auto file = synthesise("2:4");
    const auto wrong_key = stavp("compare-fidelity -w " + file + " --set sta.rowz=3");
    EXPECT_EQ(wrong_key.exit_code, 2);
    EXPECT_EQ(wrong_key.err, "--set sta.rowz=3: sta.rowz: unknown key (did you mean 'sta.rows'?)\n");
    const auto no_room = stavp("compare-fidelity -w " + file + " --set ddr.bytes=16MiB");
    EXPECT_EQ(no_room.exit_code, 2);
    EXPECT_EQ(std::count(no_room.err.begin(), no_room.err.end(), '\n'), 1) << no_room.err;
}

} // namespace
