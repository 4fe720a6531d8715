// The commands as a user calls them.

#include "tests/deploy/series_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

namespace stavp::workloads {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Outcome {
    int exit_code = -1;
    std::string out;
    std::string err;
};

Outcome nmprune(const testing::Scratch& folder, const std::string& arguments) {
    const std::string line = "cd '" + (folder / "").string() + "' && " STAVP_PROGRAMS "/nmprune " + arguments +
                             " >out.txt 2>err.txt </dev/null";
    const int status = std::system(line.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, testing::read_text(folder / "out.txt"),
            testing::read_text(folder / "err.txt")};
}

TEST(commands, deploy_and_pick_lead_from_a_series_to_a_model_and_its_workload) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    const Outcome deployed = nmprune(folder, "deploy series --sample 8 --calibrate 20");
    ASSERT_EQ(deployed.exit_code, 0) << deployed.err;
    EXPECT_EQ(deployed.err, "");
    EXPECT_THAT(deployed.out, HasSubstr("synthetic-sequences, 90 test inputs"));
    EXPECT_THAT(deployed.out, HasSubstr("oneshot 2:4"));
    const auto table = nlohmann::json::parse(testing::read_text(folder / "series/deploy/table.json"));
    EXPECT_EQ(table["rows"][1]["batch"]["inputs"], 8);

    const Outcome picked = nmprune(folder, "pick series --min-accuracy 0 --json -o best.safetensors");
    ASSERT_EQ(picked.exit_code, 0) << picked.err;
    const auto choice = nlohmann::json::parse(picked.out);
    const std::string id = choice["chosen"]["series"] == "dense" ? "dense" : "oneshot/2of4";
    EXPECT_EQ(testing::read_text(folder / "best.safetensors"),
              testing::read_text(folder / "series/deploy" / id / "model.safetensors"));
    EXPECT_EQ(testing::read_text(folder / "best.nmw"),
              testing::read_text(folder / "series/deploy" / id / "single.nmw"));
    EXPECT_TRUE(load_model(folder / "best.safetensors").is_quantised());

    const Outcome none = nmprune(folder, "pick series --min-accuracy 1 -o none.safetensors");
    EXPECT_EQ(none.exit_code, 1);
    EXPECT_THAT(none.err, HasSubstr("nmprune pick: no model satisfies; nearest is "));
    EXPECT_THAT(none.out, HasSubstr("not dense: accuracy"));
    EXPECT_FALSE(fs::exists(folder / "none.safetensors"));
    EXPECT_EQ(nmprune(folder, "pick series --min-accuracy 0 -o best.nmw").exit_code, 2);
}

TEST(commands, deploy_without_a_simulator_does_nothing) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    const Outcome missing = nmprune(folder, "deploy series --stavp nowhere/stavp");
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_EQ(missing.err, "nmprune deploy: nowhere/stavp: no such program; --stavp names stavp\n");
    testing::write_text(folder / "bad.yaml", "sta:\n  rows: many\n");
    const Outcome bad = nmprune(folder, "deploy series -c bad.yaml");
    EXPECT_EQ(bad.exit_code, 2);
    EXPECT_EQ(bad.err, "nmprune deploy: bad.yaml:2: sta.rows: expected an integer, got 'many'\n");
    EXPECT_FALSE(fs::exists(folder / "series/deploy.partial"));
}

TEST(commands, a_failing_run_is_a_line_and_exit_code_1) {
    const testing::Scratch folder;
    testing::make_series(folder / "series", {{2, 4}});
    testing::write_text(folder / "stavp",
                        "#!/bin/sh\n[ $1 = config ] && exec " STAVP_PROGRAMS "/stavp \"$@\"\nexec " STAVP_PROGRAMS
                        "/stavp \"$@\" --timeout-cycles 3000\n");
    fs::permissions(folder / "stavp", fs::perms::owner_all);
    const Outcome failed = nmprune(folder, "deploy series --stavp ./stavp --sample 4 -o out");
    EXPECT_EQ(failed.exit_code, 1);
    EXPECT_EQ(failed.err, "nmprune deploy: dense: stavp ended with 1: timeout: not finished after 3000 cycles; see "
                          "out.partial/dense/sample/console.log\n"
                          "nmprune deploy: oneshot/2of4: stavp ended with 1: timeout: not finished after 3000 cycles; "
                          "see out.partial/oneshot/2of4/sample/console.log\n");
    EXPECT_EQ(failed.out, "");
    EXPECT_FALSE(fs::exists(folder / "out"));
}

} // namespace
} // namespace stavp::workloads
