#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace stavp {

/// The bytes of a file; nothing if it cannot be read.
std::optional<std::string> read_text_file(const std::filesystem::path& file);
/// Throws InputError if there is none.
std::string require_text_file(const std::filesystem::path& file);
/// Under a temporary name first, so that nothing half-written looks whole. Throws InputError.
void write_text_file(const std::filesystem::path& file, const std::string& content);

} // namespace stavp
