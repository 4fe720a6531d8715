#pragma once

#include "platform/cli/arguments.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stavp::cli {

/// How a child process ended, and what it wrote to stderr.
struct ChildOutcome {
    int exit_code = 0;
    std::string errors;
};

/// Runs `stavp run ARGUMENTS` for each of `runs` in processes of their own, because a simulation does not restart
/// within one; as many at once as the host has processors. Their stdout is dropped. Outcomes in the order of `runs`.
std::vector<ChildOutcome> run_children(const std::vector<Arguments>& runs);

/// A folder under the system's temporary one that goes with the object.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace stavp::cli
