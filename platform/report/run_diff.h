#pragma once

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
    std::optional<double> ideal;             ///< ratio of the kept shares N/M of both, products only
    std::optional<double> fraction_of_ideal; ///< speedup / ideal
    /// Where the cycles of run B went, in percent: busy first, then every stall cause. Sums to 100.
    std::vector<std::pair<std::string, double>> activities;
};

struct RunDiff {
    std::vector<LayerDiff> layers;
    std::uint64_t cycles_a = 0; ///< of the whole run
    std::uint64_t cycles_b = 0;
    double speedup = 0;
    bool layers_overlap = false; ///< in one of the two: single layers take time from each other
};

/// Compares two run folders layer by layer, by name. Throws InputError if one is no run or their layers differ.
RunDiff diff_runs(const std::filesystem::path& a, const std::filesystem::path& b);
std::string diff_text(const RunDiff& diff);
std::string diff_json(const RunDiff& diff);

} // namespace stavp
