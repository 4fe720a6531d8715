#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace stavp {

/// Writes beside `file` and renames: `file` is there whole or as before, whenever the process dies. Throws
/// InputError.
void write_whole(const std::filesystem::path& file, const std::string& content);

/// Throws InputError if `file` cannot be read.
std::string read_whole(const std::filesystem::path& file);
/// Nothing if it cannot be read.
std::optional<std::string> read_if_there(const std::filesystem::path& file);

} // namespace stavp
