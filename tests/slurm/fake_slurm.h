#pragma once

#include <filesystem>
#include <string>

namespace stavp::sweep::testing {

/// A folder with programs named as Slurm's at the head of the PATH, for tests of what surrounds Slurm. Its sbatch runs
/// the tasks at once, one after the other, and notes each array in the file "submissions"; nothing is ever queued.
class FakeSlurm {
public:
    FakeSlurm();
    ~FakeSlurm();
    FakeSlurm(const FakeSlurm&) = delete;
    FakeSlurm& operator=(const FakeSlurm&) = delete;

    const std::filesystem::path& folder() const { return folder_; }
    /// A shell script in place of, or besides, the usual ones; $FAKE is this folder.
    void program(const std::string& name, const std::string& body) const;
    /// No other programs are found.
    void only_path() const;
    std::string text(const std::string& file) const;

private:
    std::filesystem::path folder_;
    std::string path_before_;
};

} // namespace stavp::sweep::testing
