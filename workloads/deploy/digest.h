#pragma once

#include <filesystem>
#include <string_view>

namespace stavp::workloads {

/// SHA-256, lower-case hexadecimal.
std::string text_digest(std::string_view text);
/// Throws FormatError if the file cannot be read.
std::string file_digest(const std::filesystem::path& file);

} // namespace stavp::workloads
