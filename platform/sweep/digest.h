#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace stavp::sweep {

/// SHA-256 in lower-case hexadecimal.
std::string digest_of(std::string_view content);
/// Throws InputError if the file cannot be read.
std::string digest_of_file(const std::filesystem::path& file);

} // namespace stavp::sweep
