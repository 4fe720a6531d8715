// However a run ends, its traces are whole.

#include "tests/trace/trace_run.h"

#include <csignal>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

constexpr int kShellSignal = 128;
const std::string kEndless = "--firmware '" STAVP_FIRMWARE "/endless.elf' --set sim.quantum_ns=20000";

class Ending : public testing::Test, public TraceRun {
protected:
    void expect_whole(const std::string& status) {
        const auto result = summary();
        EXPECT_EQ(result["status"], status);
        const auto trace = vcd();
        EXPECT_EQ(static_cast<double>(trace.end), result["time_ns"].get<double>() * 1000);
        EXPECT_EQ(wrong_busy_cycles(trace, result, 2000, 2000), "");
        for (const auto& entry : std::filesystem::directory_iterator(folder / "out"))
            EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
    }
    /// Sends the signal once the trace has grown.
    // --foreground: without it timeout signals its group too, and a second signal ends a run at once.
    Outcome interrupted_by(const std::string& signal) {
        return shell(folder.path(),
                     fmt::format("timeout --foreground --preserve-status -s {} 1 stavp run {} -o out --trace vcd; echo "
                                 "exit $?",
                                 signal, kEndless));
    }
};

TEST_F(Ending, by_a_time_out) {
    make_block();
    EXPECT_EQ(run("-w block.nmw -o out --trace vcd --timeout-cycles 20000").exit_code, 1);
    expect_whole("timeout");
}

TEST_F(Ending, by_an_error_of_the_firmware) {
    make_block();
    EXPECT_EQ(run("-w block.nmw --firmware '" STAVP_FIRMWARE "/dma_from_nowhere.elf' -o out --trace vcd").exit_code, 1);
    expect_whole("firmware_error");
}

TEST_F(Ending, by_a_sleep_that_nothing_ends) {
    EXPECT_EQ(run("--firmware '" STAVP_FIRMWARE "/sleeper.elf' -o out --trace vcd").exit_code, 1);
    expect_whole("deadlock");
}

TEST_F(Ending, by_the_first_interrupt_is_in_order_and_tells_its_signal) {
    EXPECT_EQ(interrupted_by("INT").out, fmt::format("exit {}\n", kShellSignal + SIGINT));
    expect_whole("interrupted");
    EXPECT_THAT(summary()["message"].get<std::string>(), testing::MatchesRegex("SIGINT after [0-9]+ cycles"));
}

TEST_F(Ending, by_a_request_to_terminate_is_the_same) {
    EXPECT_EQ(interrupted_by("TERM").out, fmt::format("exit {}\n", kShellSignal + SIGTERM));
    expect_whole("interrupted");
}

TEST_F(Ending, by_a_kill_leaves_no_run_but_a_trace_that_can_be_read) {
    EXPECT_EQ(interrupted_by("KILL").out, fmt::format("exit {}\n", kShellSignal + SIGKILL));
    EXPECT_FALSE(std::filesystem::exists(folder / "out/summary.json"));
    EXPECT_FALSE(std::filesystem::exists(folder / "out/trace.vcd"));
    EXPECT_GT(vcd("out/trace.vcd.tmp").end, 1000000u);
    // And the folder is one that the next run may use.
    EXPECT_EQ(run("--firmware '" STAVP_FIRMWARE "/marks.elf' -o out").exit_code, 0);
}

} // namespace
