#pragma once

#include <filesystem>
#include <string>

/// What one command line gave.
struct Outcome {
    int exit_code = -1; ///< -1 if a signal ended it
    std::string out;
    std::string err;
};

/// Runs a command line in `folder`, with the built stavp, nmprune and nmw_flip first in PATH.
Outcome shell(const std::filesystem::path& folder, const std::string& command);

/// Runs a command line that only prepares something; throws std::runtime_error if it fails.
void prepare(const std::filesystem::path& folder, const std::string& command);

std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);

/// A folder of the running test case, empty at first and gone with this object.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};
