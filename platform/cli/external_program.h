#pragma once

#include <string>
#include <vector>

namespace stavp::cli {

/// Runs a program found in PATH, its output on stderr, and waits for it. Throws InputError where it is not installed,
/// with `hint` on where to get it, or fails.
void run_external(const std::vector<std::string>& command, const std::string& hint);

} // namespace stavp::cli
