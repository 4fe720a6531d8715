// stavp run with bare-metal programs; skipped where no cross compiler built them.

#include "tests/cli/program.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class RunCommand : public testing::Test {
protected:
    fs::path folder = fresh_folder();
    void SetUp() override {
        if (!fs::exists(kBaremetal / "hello.elf")) GTEST_SKIP() << "no bare-metal programs were built";
    }
    void TearDown() override { fs::remove_all(folder); }

    static Outcome run(const std::string& program, const std::string& options = "") {
        return stavp("run --firmware " + (kBaremetal / (program + ".elf")).string() + " " + options);
    }
    static nlohmann::json json(const fs::path& file) { return nlohmann::json::parse(read_text(file)); }
};

TEST_F(RunCommand, what_is_missing_or_wrong_is_one_line_and_exit_code_2) {
    EXPECT_EQ(stavp("run").err,
              "stavp run: nothing to run: give --workload, --firmware or both (see stavp run --help)\n");
    EXPECT_EQ(stavp("run --firmware /nowhere/x.elf").err,
              "/nowhere/x.elf: cannot be read: No such file or directory\n");
    EXPECT_EQ(stavp("run --firmware /nowhere/x.elf").exit_code, 2);
    EXPECT_EQ(run("hello", "-c /nowhere/p.yaml").err, "/nowhere/p.yaml: cannot be read: No such file or directory\n");
    EXPECT_EQ(run("hello", "-w /nowhere/w.nmw").exit_code, 2);
    EXPECT_EQ(run("hello", "--timeout-cycles soon").err,
              "stavp run: --timeout-cycles: expected a whole number from 1 on, got 'soon' (see stavp run --help)\n");
    EXPECT_EQ(run("hello", "--timeout-cycles -5").exit_code, 2);
    EXPECT_EQ(run("hello", "--fidelity rough").err, "--set sim.fidelity=rough: sim.fidelity: must be one of lt, at, "
                                                    "got 'rough'\n");
}

TEST_F(RunCommand, a_program_prints_to_stdout_and_its_exit_code_carries_through) {
    const auto hello = run("hello");
    EXPECT_EQ(hello.exit_code, 0);
    EXPECT_EQ(hello.out, read_text(kSource / "tests/baremetal/expected/hello.txt"));
    EXPECT_EQ(hello.err, "");
    EXPECT_EQ(run("finisher_fail").exit_code, 7);
    EXPECT_EQ(run("finisher_fail").err, "guest_failed: the program ended with exit code 7\n");
    EXPECT_EQ(run("tohost_fail").exit_code, 3);
}

TEST_F(RunCommand, the_run_folder_holds_what_is_promised) {
    const auto out = folder / "out";
    ASSERT_EQ(run("hello", "-o " + out.string()).exit_code, 0);
    const auto summary = json(out / "summary.json");
    EXPECT_EQ(summary["status"], "ok");
    EXPECT_GT(summary["instructions"], 50);
    EXPECT_EQ(summary["engines"]["cpu"]["instructions"], summary["instructions"]);
    EXPECT_TRUE(summary["check"].is_null());
    EXPECT_GT(json(out / "host.json")["wall_seconds"], 0);
    EXPECT_EQ(read_text(out / "console.log"), read_text(kSource / "tests/baremetal/expected/hello.txt"));
    EXPECT_EQ(read_text(out / "config.yaml"), stavp("config dump").out);
}

TEST_F(RunCommand, equal_runs_give_equal_bytes) {
    run("timer", "-o " + (folder / "a").string());
    run("timer", "-o " + (folder / "b").string());
    EXPECT_EQ(read_text(folder / "a/summary.json"), read_text(folder / "b/summary.json"));
    EXPECT_GT(read_text(folder / "a/summary.json").size(), 100u);
}

TEST_F(RunCommand, the_effective_configuration_repeats_the_run) {
    run("timer", "--set cpu.clock_mhz=333 --set bus.latency_cycles=9 -o " + (folder / "a").string());
    run("timer", "-c " + (folder / "a/config.yaml").string() + " -o " + (folder / "b").string());
    EXPECT_EQ(read_text(folder / "a/summary.json"), read_text(folder / "b/summary.json"));
    run("timer", "-o " + (folder / "c").string());
    EXPECT_NE(read_text(folder / "a/summary.json"), read_text(folder / "c/summary.json"));
}

TEST_F(RunCommand, a_program_that_never_ends_is_stopped_at_the_cycle_asked_for) {
    const auto outcome = run("endless", "--timeout-cycles 12345 -o " + (folder / "out").string());
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.err, "timeout: not finished after 12345 cycles\n");
    const auto summary = json(folder / "out/summary.json");
    EXPECT_EQ(summary["status"], "timeout");
    EXPECT_EQ(summary["cycles"], 12345);
}

TEST_F(RunCommand, a_sleep_that_nothing_can_end_is_noticed) {
    const auto outcome = run("endless_wfi");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.err, "deadlock: firmware sleeps and nothing can wake it\n");
}

TEST_F(RunCommand, a_folder_with_other_things_in_it_is_not_overwritten) {
    std::ofstream(folder / "thesis.txt") << "years of work";
    const auto outcome = run("hello", "-o " + folder.string());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("exists and is not the folder of a run; nothing was overwritten"));
    EXPECT_EQ(outcome.out, "");
}

TEST_F(RunCommand, both_fidelities_say_the_same) {
    const auto lt = run("uart_irq", "--fidelity lt -o " + (folder / "lt").string());
    const auto at = run("uart_irq", "--fidelity at -o " + (folder / "at").string());
    EXPECT_EQ(lt.out, at.out);
    EXPECT_EQ(lt.exit_code, at.exit_code);
}

} // namespace
