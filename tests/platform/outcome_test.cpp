#include "platform/run/outcome.h"

#include <gtest/gtest.h>

namespace {

using namespace stavp;

RunResult decided(const Ending& ending, bool has_workload, CheckReport check = {}) {
    RunResult result;
    result.check = check;
    result.cycles = 1000;
    decide(ending, has_workload, result);
    return result;
}

CheckReport passed() {
    CheckReport check;
    check.enabled = true;
    check.passed = true;
    return check;
}

Ending exited(int code) {
    Ending ending;
    ending.exit_code = code;
    return ending;
}

Ending finished(std::uint32_t result, int code = 0) {
    auto ending = exited(code);
    ending.result = FirmwareResult{result, 2};
    ending.result_layer = "ffn";
    return ending;
}

TEST(Outcome, a_bare_programs_exit_code_carries_through) {
    EXPECT_EQ(decided(exited(0), false).exit_code, 0);
    EXPECT_EQ(decided(exited(7), false).exit_code, 7);
    EXPECT_EQ(decided(exited(7), false).status, RunStatus::guest_failed);
}

TEST(Outcome, a_code_that_the_host_would_cut_to_0_stays_a_failure) {
    EXPECT_EQ(process_exit_code(255), 255);
    EXPECT_EQ(process_exit_code(256), 255);
    EXPECT_EQ(process_exit_code(65535), 255);
    EXPECT_EQ(process_exit_code(-1), 255);
}

TEST(Outcome, a_workload_is_good_only_with_result_and_check) {
    EXPECT_EQ(decided(finished(0), true, passed()).status, RunStatus::ok);
    EXPECT_EQ(decided(exited(0), true, passed()).status, RunStatus::firmware_error);
    EXPECT_EQ(decided(finished(0, 3), true, passed()).status, RunStatus::guest_failed);
    EXPECT_EQ(decided(finished(0, 3), true, passed()).exit_code, 1);
    auto incomplete = passed();
    incomplete.passed = false;
    EXPECT_EQ(decided(finished(0), true, incomplete).status, RunStatus::mismatch);
}

TEST(Outcome, an_end_from_the_terminal_and_a_wait_for_input_that_has_ended_are_told_apart) {
    Ending left;
    left.quit = true;
    EXPECT_EQ(decided(left, false).status, RunStatus::killed);
    EXPECT_EQ(decided(left, false).message, "ended from the terminal after 1000 cycles");
    EXPECT_EQ(decided(left, false).exit_code, 1);
    Ending waits;
    waits.starved = waits.input_ended = true;
    EXPECT_EQ(decided(waits, false).status, RunStatus::deadlock);
    EXPECT_EQ(decided(waits, false).message, "firmware waits for input, which has ended");
}

TEST(Outcome, no_check_asked_for_is_no_failure) {
    EXPECT_EQ(decided(finished(0), true, {}).status, RunStatus::ok);
}

TEST(Outcome, a_mismatch_is_described) {
    auto check = passed();
    check.passed = false;
    check.mismatches = 1;
    check.first_mismatch = FirstMismatch{"qkv", 0, 1, 2, 3, 4, 5};
    const auto result = decided(finished(0), true, check);
    EXPECT_EQ(result.status, RunStatus::mismatch);
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_EQ(result.message, "layer 'qkv' tile (0,1) first wrong element [2,3]: expected 4, got 5");
}

TEST(Outcome, the_firmwares_own_error_comes_before_what_follows_from_it) {
    auto check = passed();
    check.passed = false;
    const auto result = decided(finished(9, 1), true, check);
    EXPECT_EQ(result.status, RunStatus::firmware_error);
    EXPECT_EQ(result.message, "the firmware reports error 9 in layer 'ffn'");
    auto explained = finished(9, 1);
    explained.last_line = "error: too large";
    EXPECT_EQ(decided(explained, true, check).message,
              "the firmware reports error 9 in layer 'ffn', its last line: error: too large");
}

TEST(Outcome, an_interrupted_run_ends_as_shells_count_and_tells_what_it_has) {
    auto ending = Ending();
    ending.signal = 2;
    ending.layers_done = 3;
    EXPECT_EQ(decided(ending, true).status, RunStatus::interrupted);
    EXPECT_EQ(decided(ending, true).exit_code, 130);
    EXPECT_EQ(decided(ending, true).message, "SIGINT after 1000 cycles and 3 whole layers, which are reported");
    EXPECT_EQ(decided(ending, false).message, "SIGINT after 1000 cycles");
}

TEST(Outcome, time_out_and_deadlock_are_failures_of_their_own) {
    Ending late;
    late.timed_out = true;
    EXPECT_EQ(decided(late, false).status, RunStatus::timeout);
    EXPECT_EQ(decided(late, false).message, "not finished after 1000 cycles");
    Ending asleep;
    asleep.starved = true;
    EXPECT_EQ(decided(asleep, true).status, RunStatus::deadlock);
    EXPECT_EQ(decided(asleep, true).message, "firmware sleeps and nothing can wake it");
    EXPECT_EQ(decided(asleep, true).exit_code, 1);
}

TEST(Outcome, a_watchdogs_bite_is_a_failure_that_says_where_the_firmware_was) {
    auto ending = finished(0);
    ending.exit_code.reset();
    ending.bitten = "spin (pc 0x80000010)";
    EXPECT_EQ(decided(ending, true, passed()).status, RunStatus::watchdog) << "whatever the firmware said before";
    EXPECT_EQ(decided(ending, true, passed()).exit_code, 1);
    EXPECT_EQ(decided(ending, false).message,
              "the watchdog bit after 1000 cycles, with the firmware in spin (pc 0x80000010)");
}

TEST(Outcome, sleeping_after_a_good_result_is_an_end) {
    auto ending = finished(0);
    ending.exit_code.reset();
    ending.starved = true;
    EXPECT_EQ(decided(ending, true, passed()).status, RunStatus::ok);
}

TEST(Outcome, a_contradiction_in_the_simulator_outranks_all) {
    auto ending = finished(0);
    ending.contradiction = std::string("the sum differs");
    EXPECT_EQ(decided(ending, true, passed()).status, RunStatus::internal_error);
    EXPECT_EQ(decided(ending, true, passed()).exit_code, 1);
}

} // namespace
