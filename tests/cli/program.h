#pragma once

#include <filesystem>
#include <string>

/// What one call of the program `stavp` gave.
struct Outcome {
    int exit_code = -1;
    std::string out;
    std::string err;
};

/// Runs `stavp ARGUMENTS` through the shell.
Outcome stavp(const std::string& arguments);

/// A folder of this test case, empty at its start.
std::filesystem::path fresh_folder();

std::string read_text(const std::filesystem::path& file);

inline const std::filesystem::path kSource = STAVP_SOURCE_DIR;
inline const std::filesystem::path kBaremetal = STAVP_BAREMETAL_DIR;
