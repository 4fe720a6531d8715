#include "tests/cli/program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string small_sweep() {
    const auto file = fresh_folder() / "s.yaml";
    std::ofstream(file)
        << "workload: {synth: bert-base, layers: 1}\naxes: {sta.rows: [8, 16], workload.pattern: [dense, "
           "2:4]}\nconstraints: [sta.rows > 8 or workload.pattern == dense]\n";
    return file.string();
}

TEST(SweepDryRun, shows_points_and_writes_nothing) {
    const auto file = small_sweep();
    const auto outcome = stavp("sweep " + file + " --dry-run -j 1");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, StartsWith("id     sta.rows  workload.pattern  workload           pattern\n"
                                        "p0001  8         dense             bert-base-l1-s128  dense\n"
                                        "p0002  16        dense             bert-base-l1-s128  dense\n"
                                        "p0003  16        2:4               bert-base-l1-s128  2:4\n\n"
                                        "points      3 of 4 combinations, mode grid\n"
                                        "left out    1 by 'sta.rows > 8 or workload.pattern == dense'\n"
                                        "estimate    "));
    const auto folder = std::filesystem::path(file).parent_path();
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
}

TEST(SweepDryRun, writes_nothing_where_results_would_go_either) {
    const auto file = small_sweep();
    const auto out = std::filesystem::path(file).parent_path() / "out";
    EXPECT_EQ(stavp("sweep " + file + " --dry-run -o " + out.string()).exit_code, 0);
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(SweepDryRun, more_jobs_take_less_time_by_its_estimate) {
    const auto file = small_sweep();
    const auto seconds = [&](const std::string& jobs) {
        const auto json = nlohmann::json::parse(stavp("sweep " + file + " --dry-run --json -j " + jobs).out);
        return json["estimate"]["wall_seconds"].get<double>();
    };
    EXPECT_NEAR(seconds("1"), 2 * seconds("2"), 1e-9);
}

TEST(SweepDryRun, help_says_what_a_sweep_file_is) {
    const auto outcome = stavp("sweep --help");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.out, HasSubstr("--dry-run"));
    EXPECT_THAT(outcome.out, HasSubstr("axes:"));
}

} // namespace
