#pragma once

#include <span>
#include <stdexcept>
#include <string>

namespace stavp::workloads::cli {

/// Wrong usage of a command; what() is one line. nmprune prints it and exits with 2.
class UsageError : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// The arguments after the command's name.
using Arguments = std::span<const std::string>;

enum ExitCode : int { good = 0, check_failed = 1, bad_input = 2 };

/// One subcommand of nmprune. A new one is a file with such a struct and a line in commands.cpp.
struct Command {
    const char* name;
    const char* help;           ///< one line
    int (*run)(Arguments args); ///< returns an ExitCode; throws UsageError, FormatError or any std::exception for 2
};

std::span<const Command* const> commands();

} // namespace stavp::workloads::cli
