#pragma once

#include "tests/series/process.h"

#include <filesystem>
#include <string>

namespace stavp::workloads::testing {

/// `nmprune idp` with the real trainer.
Outcome nmprune_idp(const std::filesystem::path& recipe, const std::filesystem::path& out,
                    const std::vector<std::string>& more = {});

/// A recipe of seconds: synthetic sequences, M = 8 with N = 4, 2, 1.
std::filesystem::path tiny_recipe(const std::filesystem::path& folder, const std::string& more = "");

} // namespace stavp::workloads::testing
