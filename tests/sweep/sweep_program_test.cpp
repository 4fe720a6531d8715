#include "tests/sweep/sweep_program.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <thread>

using ::testing::HasSubstr;
using ::testing::StartsWith;
namespace fs = std::filesystem;

namespace {

std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

void replace(const fs::path& file, const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
}

/// For a sweep whose points take about half a second.
constexpr auto kLongPoints = "workload: {synth: bert-base, layers: 2, pattern: \"2:4\"}\nset: {dma.burst_bytes: 16}\n"
                             "axes:\n  sta.lanes: [1, 2, 4]\n";

} // namespace

TEST_F(SweepProgram, results_do_not_depend_on_jobs_or_cache) {
    write_sweep(2);
    const auto one = sweep("one", {"-j", "1", "--no-cache"});
    ASSERT_EQ(one.exit_code(), 0) << one.err;
    EXPECT_THAT(one.out, StartsWith("8 points: 8 ok; "));
    EXPECT_EQ(lines(one.out), 1u);
    EXPECT_EQ(one.err, "");
    EXPECT_FALSE(fs::exists(folder / "cache"));
    ASSERT_EQ(sweep("three", {"-j", "3"}).exit_code(), 0);
    ASSERT_EQ(sweep("cached").exit_code(), 0);
    const auto files = contents("one");
    EXPECT_EQ(lines(files.at("results.csv")), 9u);
    EXPECT_EQ(lines(files.at("results.jsonl")), 8u);
    EXPECT_EQ(files, contents("three"));
    EXPECT_EQ(files, contents("cached"));
}

TEST_F(SweepProgram, a_point_is_the_run_of_its_configuration) {
    write_sweep(1);
    ASSERT_EQ(sweep("out").exit_code(), 0);
    const auto plan = nlohmann::json::parse(text("out/plan.json"));
    const auto& point = plan.at("points").at(3);
    EXPECT_EQ(point.at("columns").at("workload.pattern"), "2:4");
    EXPECT_EQ(point.at("columns").at("sta.lanes"), "2");
    const auto workload = "out/workloads/" + point.at("workload").at("hash").get<std::string>() + ".nmw";
    const auto run = stavp({"run", "-w", (folder / workload).string(), "-o", (folder / "run").string(), "--set",
                            "sta.lanes=2", "--set", "bus.bytes_per_cycle=8"});
    ASSERT_EQ(run.exit_code(), 0) << run.err;
    for (const auto* file : {"summary.json", "config.yaml", "console.log", "outputs.bin"})
        EXPECT_EQ(text(fs::path("run") / file), text(fs::path("out/points/p0004") / file)) << file;
}

TEST_F(SweepProgram, each_workload_is_packed_once) {
    write_sweep(2);
    ASSERT_EQ(sweep("out").exit_code(), 0);
    const auto packed = fs::directory_iterator(folder / "out/workloads");
    EXPECT_EQ(std::distance(fs::begin(packed), fs::end(packed)), 2);
}

TEST_F(SweepProgram, points_that_are_not_ok_are_rows_and_the_exit_code_is_1) {
    write_sweep(1, "timeout_cycles: 8000\n");
    const auto outcome = sweep("out", {"--json"});
    EXPECT_EQ(outcome.exit_code(), 1) << outcome.err;
    const auto summary = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(summary.at("points"), 4);
    EXPECT_GE(summary.at("timed_out"), 1);
    EXPECT_EQ(summary.at("ok").get<int>() + summary.at("timed_out").get<int>(), 4);
    EXPECT_THAT(text("out/results.csv"), HasSubstr("timed_out,not finished after 8000 cycles,"));
}

TEST_F(SweepProgram, a_point_beyond_its_host_time_is_a_row) {
    replace(sweep_file, std::string(kLongPoints) + "timeout_seconds: 0.05\n");
    EXPECT_EQ(sweep("out", {"--no-cache"}).exit_code(), 1);
    EXPECT_THAT(text("out/results.csv"), HasSubstr("p0001,timed_out,not finished after 0.05 s of host time,1,"));
    EXPECT_FALSE(fs::exists(folder / "out/points/p0001/summary.json"));
}

TEST_F(SweepProgram, a_folder_that_is_not_empty_is_refused) {
    write_sweep(1);
    fs::create_directories(folder / "out");
    replace(folder / "out/letter.txt", "dear");
    const auto outcome = sweep("out");
    EXPECT_EQ(outcome.exit_code(), 2);
    EXPECT_THAT(outcome.err, HasSubstr("is not the folder of a sweep"));
    EXPECT_FALSE(fs::exists(folder / "out/.lock"));
    EXPECT_EQ(sweep("out", {"--resume"}).exit_code(), 2);
    EXPECT_EQ(text("out/letter.txt"), "dear");
    ASSERT_EQ(sweep("done").exit_code(), 0);
    const auto again = sweep("done");
    EXPECT_EQ(again.exit_code(), 2);
    EXPECT_THAT(again.err, HasSubstr("--resume"));
}

TEST_F(SweepProgram, resume_redoes_torn_and_missing_rows_only) {
    write_sweep(2);
    ASSERT_EQ(sweep("out", {"--no-cache"}).exit_code(), 0);
    const auto unbroken = contents("out");
    const auto kept_time = fs::last_write_time(folder / "out/points/p0001/row.json");
    const auto row = unbroken.at("points/p0003/row.json");
    replace(folder / "out/points/p0003/row.json", row.substr(0, row.size() / 2));
    auto changed = unbroken.at("points/p0004/row.json");
    auto& digit = changed[changed.find("\"cycles\":") + 9];
    digit = digit == '1' ? '2' : '1';
    replace(folder / "out/points/p0004/row.json", changed);
    replace(folder / "out/points/p0005/row.json", "");
    fs::remove_all(folder / "out/points/p0006");
    const auto log = unbroken.at("results.jsonl");
    replace(folder / "out/results.jsonl", log.substr(0, log.size() / 3) + "}{\"");
    fs::remove(folder / "out/results.csv");
    const auto outcome = sweep("out", {"--no-cache", "--resume"});
    EXPECT_EQ(outcome.exit_code(), 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("4 of them were there already"));
    EXPECT_EQ(contents("out"), unbroken);
    EXPECT_EQ(fs::last_write_time(folder / "out/points/p0001/row.json"), kept_time);
}

TEST_F(SweepProgram, resume_without_a_sweep_begins_one) {
    write_sweep(1);
    EXPECT_EQ(sweep("out", {"--resume"}).exit_code(), 0);
}

TEST_F(SweepProgram, resume_refuses_changed_inputs_and_names_them) {
    fs::create_directories(folder / "platforms");
    fs::copy_file(STAVP_SOURCE_DIR "/configs/platforms/default.yaml", folder / "platforms/mine.yaml");
    const std::string platform = "platform: platforms/mine.yaml\n";
    write_sweep(1, platform);
    ASSERT_EQ(sweep("out").exit_code(), 0);
    const auto unbroken = contents("out");
    write_sweep(2, platform);
    auto outcome = sweep("out", {"--resume"});
    EXPECT_EQ(outcome.exit_code(), 2);
    EXPECT_THAT(outcome.err, HasSubstr("sweep file: changed"));
    write_sweep(1, platform);
    std::ofstream(folder / "platforms/mine.yaml", std::ios::app) << "# another day\n";
    outcome = sweep("out", {"--resume"});
    EXPECT_EQ(outcome.exit_code(), 2);
    EXPECT_THAT(outcome.err, HasSubstr("platform: changed"));
    EXPECT_EQ(contents("out"), unbroken);
}

TEST_F(SweepProgram, resume_refuses_a_changed_workload_file) {
    write_sweep(1);
    ASSERT_EQ(sweep("first").exit_code(), 0);
    auto packed = fs::directory_iterator(folder / "first/workloads");
    const auto a = packed->path();
    const auto b = (++packed)->path();
    fs::copy_file(a, folder / "w.nmw");
    replace(sweep_file, "workload: {file: w.nmw}\naxes:\n  sta.lanes: [1, 2]\n");
    ASSERT_EQ(sweep("out").exit_code(), 0);
    fs::copy_file(b, folder / "w.nmw", fs::copy_options::overwrite_existing);
    const auto outcome = sweep("out", {"--resume"});
    EXPECT_EQ(outcome.exit_code(), 2);
    EXPECT_THAT(outcome.err, HasSubstr("has changed since the sweep began"));
}

TEST_F(SweepProgram, two_sweeps_at_once_in_one_folder_are_refused) {
    replace(sweep_file, kLongPoints);
    const auto first = start(sweep_arguments("out", {"--no-cache"}));
    for (int i = 0; i < 1000 && !fs::exists(folder / "out/plan.json"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto second = sweep("out", {"--no-cache", "--resume"});
    EXPECT_EQ(second.exit_code(), 2);
    EXPECT_THAT(second.err, HasSubstr("another sweep is at work"));
    kill(first, SIGKILL);
    wait(first);
    EXPECT_TRUE(all_gone()) << "children of a killed sweep live on";
}

TEST_F(SweepProgram, a_signal_ends_it_with_its_code_and_says_how_to_go_on) {
    for (const auto& [signal, code] : {std::pair(SIGINT, 130), std::pair(SIGTERM, 143)}) {
        replace(sweep_file, kLongPoints);
        const auto out = "out" + std::to_string(code);
        const auto process = start(sweep_arguments(out, {"--no-cache"}));
        for (int i = 0; i < 1000 && !fs::exists(folder / out / "points/p0001/console.log.tmp"); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        kill(process, signal);
        const auto outcome = wait(process);
        EXPECT_EQ(processes(), 0u);
        EXPECT_EQ(outcome.exit_code(), code);
        EXPECT_THAT(outcome.err, HasSubstr("--resume"));
        EXPECT_FALSE(fs::exists(folder / out / "results.csv"));
    }
}

TEST_F(SweepProgram, a_task_runs_the_points_that_it_is_given) {
    write_sweep(2);
    ASSERT_EQ(sweep("out").exit_code(), 0);
    const auto unbroken = contents("out");
    for (const auto* id : {"p0002", "p0005", "p0007"})
        fs::remove_all(folder / "out/points" / id);
    const auto root = (folder / "out").string();
    const auto task = stavp({"sweep-task", root, "p0002", "p0007", "p0001"});
    EXPECT_EQ(task.exit_code(), 0) << task.err;
    EXPECT_EQ(text("out/points/p0002/row.json"), unbroken.at("points/p0002/row.json"));
    EXPECT_EQ(text("out/points/p0007/summary.json"), unbroken.at("points/p0007/summary.json"));
    EXPECT_FALSE(fs::exists(folder / "out/points/p0005"));
    const auto unknown = stavp({"sweep-task", root, "p0099"});
    EXPECT_EQ(unknown.exit_code(), 2);
    EXPECT_THAT(unknown.err, HasSubstr("has no point 'p0099'"));
    const auto nowhere = stavp({"sweep-task", (folder / "cache").string(), "p0001"});
    EXPECT_EQ(nowhere.exit_code(), 2);
    EXPECT_THAT(nowhere.err, HasSubstr("is not the folder of a sweep"));
}

TEST_F(SweepProgram, usage_errors_leave_nothing_behind) {
    write_sweep(1);
    EXPECT_EQ(stavp({"sweep"}).exit_code(), 2);
    EXPECT_EQ(stavp({"sweep", sweep_file.string()}).exit_code(), 2);
    EXPECT_EQ(sweep("out", {"-j", "0"}).exit_code(), 2);
    EXPECT_EQ(sweep("out", {"-j", "4294967296"}).exit_code(), 2);
    EXPECT_EQ(stavp({"sweep", "nowhere.yaml", "-o", (folder / "out").string()}).exit_code(), 2);
    EXPECT_FALSE(fs::exists(folder / "out"));
    EXPECT_EQ(stavp({"sweep", "--help"}).exit_code(), 0);
    EXPECT_EQ(stavp({"sweep-task", "--help"}).exit_code(), 0);
}
