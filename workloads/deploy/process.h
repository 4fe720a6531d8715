#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace stavp::workloads {

/// Runs a program without a shell, standard output and error into `log`, and waits for it. Returns its exit code, 128 +
/// the signal that ended it. Throws std::runtime_error if it cannot be started.
int run_process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                const std::filesystem::path& log);

} // namespace stavp::workloads
