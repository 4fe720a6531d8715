#pragma once

#include "tests/support/scratch_path.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

/// The program `stavp sweep` on a sweep of small points, as a user calls it.
class SweepProgram : public testing::Test {
protected:
    struct Outcome {
        int status = 0; ///< as waitpid() gives it
        std::string out;
        std::string err;
        int exit_code() const;
        bool killed() const;
    };
    using Files = std::map<std::string, std::string>;

    void SetUp() override;
    void TearDown() override;

    /// Points of an encoder block of width 64: three axes with this many values of the first one.
    void write_sweep(std::size_t values, const std::string& more = "") const;
    /// Starts `stavp ARGUMENTS` and does not wait.
    pid_t start(const std::vector<std::string>& arguments) const;
    Outcome wait(pid_t process) const;
    Outcome stavp(const std::vector<std::string>& arguments) const { return wait(start(arguments)); }
    Outcome sweep(const std::string& out, const std::vector<std::string>& more = {}) const;
    std::vector<std::string> sweep_arguments(const std::string& out, const std::vector<std::string>& more = {}) const;

    /// Everything that equal sweeps have in common: all files but host.json and the lock.
    Files contents(const std::string& out) const;
    std::string text(const std::filesystem::path& file) const;
    /// Processes that this test has started, children of children too, zombies not counted.
    std::size_t processes() const;
    /// Waits at most five seconds for all of them to be gone.
    bool all_gone() const;

    std::filesystem::path folder;
    std::filesystem::path sweep_file;
};
