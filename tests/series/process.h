#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace stavp::workloads::testing {

/// What one run of a program gave; `exit_code` is 128 + signal if it was killed.
struct Outcome {
    int exit_code = -1;
    std::string out;
    std::string err;
};

/// Runs a program to its end.
Outcome run_program(const std::vector<std::string>& words);
/// Runs it and sends `signal` after `microseconds`, unless it ended before.
Outcome interrupt_program(const std::vector<std::string>& words, int signal, unsigned microseconds);

} // namespace stavp::workloads::testing
