#pragma once

#include "platform/report/key_diff.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stavp {

struct LayerDiff {
    std::string name;
    std::string pattern_a; ///< "" for a layer that is no product
    std::string pattern_b;
    std::uint64_t cycles_a = 0;
    std::uint64_t cycles_b = 0;
    double speedup = 0;
    std::optional<double> ideal; ///< products only: ratio of the kept shares N/M, times that of the arrays' multipliers
    std::optional<double> fraction_of_ideal; ///< speedup / ideal
    /// Where the cycles of run B went, in percent: busy first, then every stall cause. Sums to 100.
    std::vector<std::pair<std::string, double>> activities;
};

/// What ran. A dense and a pruned model differ in their files and are worth comparing if their input is the same.
struct WorkloadDiff {
    std::string a; ///< file names; "" for a program without workload
    std::string b;
    bool same_file = false; ///< the bytes, whatever the names
    bool same_input = false;
};

struct RunDiff {
    WorkloadDiff workload;
    bool same_firmware = false;
    std::vector<KeyDiff> keys; ///< of the configuration
    std::vector<LayerDiff> layers;
    std::uint64_t cycles_a = 0; ///< of the whole run
    std::uint64_t cycles_b = 0;
    double speedup = 0; ///< in cycles
    double time_ns_a = 0;
    double time_ns_b = 0;
    bool layers_overlap = false; ///< in one of the two: single layers take time from each other
};

/// Compares two run folders layer by layer, by name. Throws InputError or config::ConfigError
/// if one is no run or their layers differ.
RunDiff diff_runs(const std::filesystem::path& a, const std::filesystem::path& b);
std::string diff_text(const RunDiff& diff);
std::string diff_json(const RunDiff& diff);

} // namespace stavp
