#pragma once

#include <string>
#include <vector>

namespace stavp::sweep {

/// What a program that has ended gave.
struct ProgramOutput {
    int exit_code = -1; ///< 128 + signal if it was killed
    std::string out;
    std::string err;
};

/// Runs a program found on the PATH to its end, without input, in a process group of its own and with no signal
/// blocked. Throws std::system_error if it cannot be started.
ProgramOutput run_program(std::vector<std::string> words);

/// There is such a program on the PATH.
bool on_path(const std::string& program);

} // namespace stavp::sweep
