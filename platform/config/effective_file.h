#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace stavp::config {

/// Keys ("sta.rows") and their values as written, in the order of the file.
using KeyTexts = std::vector<std::pair<std::string, std::string>>;

/// Reads the config.yaml of a run, of any version: keys are not checked. Throws ConfigError if it cannot be read or is
/// no map of scalars.
KeyTexts read_effective_file(const std::filesystem::path& file);

} // namespace stavp::config
