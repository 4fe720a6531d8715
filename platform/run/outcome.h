#pragma once

#include "platform/run/run_result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace stavp {

/// What firmware wrote to sysctl.RESULT and RESULT_LAYER.
struct FirmwareResult {
    std::uint32_t code = 0;
    std::uint32_t layer = 0;
};

/// How a simulation came to its end.
struct Ending {
    std::optional<int> exit_code; ///< the guest's, through finisher or HTIF
    std::optional<FirmwareResult> result;
    std::string result_layer; ///< name of the layer that `result` speaks of
    std::string last_line;    ///< the last line that the guest printed
    bool timed_out = false;
    bool killed = false;               ///< by a debugger
    bool quit = false;                 ///< by the user, from the guest's terminal
    bool starved = false;              ///< no event is left
    bool input_ended = false;          ///< and the input that could have been one has ended
    bool played = false;               ///< what stood in for the processor has nothing left to do
    std::string difference;            ///< between what it was to find and what it found
    std::optional<std::string> bitten; ///< the watchdog bit; where the firmware was
    int signal = 0;                    ///< SIGINT or SIGTERM ended it
    std::size_t layers_done = 0;
    std::string contradiction; ///< what is wrong with the simulator itself
};

/// The process's exit code for a guest's: itself, but never 0 for a failure (the host passes on 8 bits).
int process_exit_code(int guest_code);

/// Sets status, message and exit code of `result`, whose check must be filled in.
void decide(const Ending& ending, bool has_workload, RunResult& result);
/// The final output cannot be read.
void fail_unreadable(RunResult& result);

} // namespace stavp
