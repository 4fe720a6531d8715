#pragma once

#include "platform/run/run_result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace stavp {

/// The same workload on a platform with one key changed.
struct VariedRun {
    KeyChange change;
    std::uint64_t cycles = 0;
    std::map<std::string, std::uint64_t> layer_cycles;
};

/// Reads the folder of a run. Throws InputError.
VariedRun read_varied_run(const KeyChange& change, const std::filesystem::path& folder);

/// For each layer with a change among `runs`: what was predicted and what the run gave; then each change over the
/// whole run.
std::string what_if_text(const RunResult& base, const std::vector<VariedRun>& runs);

/// A change whose run did not end well.
struct FailedChange {
    KeyChange change;
    std::string message; ///< one line
};

/// what_if.json: the same and the changes that failed. Savings are shares of the cycles before.
std::string what_if_json(const RunResult& base, const std::vector<VariedRun>& runs,
                         const std::vector<FailedChange>& failed);

} // namespace stavp
