#include "platform/run/outcome.h"

#include <csignal>
#include <fmt/format.h>

namespace stavp {

namespace {

constexpr int kFailed = 1;
constexpr int kSignalled = 128; // as shells count
constexpr int kLargestExitCode = 255;

void fail(RunResult& result, RunStatus status, std::string message, int exit_code = kFailed) {
    result.status = status;
    result.message = std::move(message);
    result.exit_code = exit_code;
}

/// The firmware's own words say what its code means.
std::string reported_error(const Ending& ending) {
    auto text = fmt::format("the firmware reports error {} in layer '{}'", ending.result->code, ending.result_layer);
    if (!ending.last_line.empty()) text += fmt::format(", its last line: {}", ending.last_line);
    return text;
}

std::string interrupted_after(const Ending& ending, bool has_workload, std::uint64_t cycles) {
    auto text = fmt::format("{} after {} cycles", ending.signal == SIGINT ? "SIGINT" : "SIGTERM", cycles);
    if (has_workload) text += fmt::format(" and {} whole layers, which are reported", ending.layers_done);
    return text;
}

std::string unreadable(const std::string& what) {
    return fmt::format("the output {} cannot be read: an ECC error that cannot be corrected", what);
}

void decide_workload(const Ending& ending, RunResult& result) {
    if (!ending.result) {
        fail(result, RunStatus::firmware_error,
             fmt::format("the firmware ended with exit code {} and without a RESULT", ending.exit_code.value_or(0)));
    } else if (result.check.mismatches != 0) {
        fail(result, RunStatus::mismatch, describe(*result.check.first_mismatch));
    } else if (result.check.unreadable != 0) {
        fail(result, RunStatus::unreadable, unreadable(fmt::format("of layer '{}'", result.check.first_unreadable)));
    } else if (result.check.enabled && !result.check.passed) {
        fail(result, RunStatus::mismatch, "the firmware ended without having completed every layer");
    } else if (ending.exit_code.value_or(0) != 0) {
        fail(result, RunStatus::guest_failed, fmt::format("the firmware ended with exit code {}", *ending.exit_code));
    }
}

} // namespace

void fail_unreadable(RunResult& result) {
    if (result.status == RunStatus::ok) fail(result, RunStatus::unreadable, unreadable("of the workload"));
}

int process_exit_code(int guest_code) {
    return guest_code < 0 || guest_code > kLargestExitCode ? kLargestExitCode : guest_code;
}

void decide(const Ending& ending, bool has_workload, RunResult& result) {
    if (!ending.contradiction.empty()) {
        fail(result, RunStatus::internal_error, "the simulator contradicts itself: " + ending.contradiction);
    } else if (!ending.difference.empty()) {
        fail(result, RunStatus::replay_differs, ending.difference);
    } else if (ending.played) {
        result.status = RunStatus::ok; // the recorded run was cut off here
    } else if (ending.result && ending.result->code != 0) {
        fail(result, RunStatus::firmware_error, reported_error(ending));
    } else if (ending.signal != 0) {
        fail(result, RunStatus::interrupted, interrupted_after(ending, has_workload, result.cycles),
             kSignalled + ending.signal);
    } else if (ending.killed) {
        fail(result, RunStatus::killed, fmt::format("ended by the debugger after {} cycles", result.cycles));
    } else if (ending.bitten) {
        fail(result, RunStatus::watchdog,
             fmt::format("the watchdog bit after {} cycles, with the firmware in {}", result.cycles, *ending.bitten));
    } else if (ending.quit) {
        fail(result, RunStatus::killed, fmt::format("ended from the terminal after {} cycles", result.cycles));
    } else if (ending.timed_out) {
        fail(result, RunStatus::timeout, fmt::format("not finished after {} cycles", result.cycles));
    } else if (ending.starved && !(has_workload && ending.result)) {
        fail(result, RunStatus::deadlock,
             ending.input_ended ? "firmware waits for input, which has ended"
                                : "firmware sleeps and nothing can wake it");
    } else if (has_workload) {
        decide_workload(ending, result);
    } else if (const auto code = ending.exit_code.value_or(0); code != 0) {
        fail(result, RunStatus::guest_failed, fmt::format("the program ended with exit code {}", code),
             process_exit_code(code));
    }
}

} // namespace stavp
