#pragma once

#include "workloads/model/model.h"

#include <filesystem>

namespace stavp::workloads::series {

/// What the two functions below add to a file's name while they write; a killed process may leave such files.
inline constexpr const char* unfinished_suffix = ".new";

/// The file appears whole, or stays as it was, whatever happens to process and machine. Throws FormatError.
void write_atomically(const std::filesystem::path& file, const std::string& text);
void save_model_atomically(const std::filesystem::path& file, const Model& model);

/// Removes what a killed process left in `folder`.
void remove_unfinished(const std::filesystem::path& folder);

} // namespace stavp::workloads::series
