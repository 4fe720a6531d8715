#pragma once

#include <filesystem>
#include <string>

namespace stavp::sweep {

/// Writes beside `file` and renames: `file` is there whole or as before, whenever the process dies. Throws
/// InputError.
void write_whole(const std::filesystem::path& file, const std::string& content);

/// Throws InputError if `file` cannot be read.
std::string read_whole(const std::filesystem::path& file);

} // namespace stavp::sweep
