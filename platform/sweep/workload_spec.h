#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace stavp::sweep {

/// A synthetic workload, everything resolved: equal values give equal bytes (docs/synthetic-workloads.md).
struct SynthSpec {
    std::string shape; ///< a preset, or the absolute path of a shape's YAML file
    std::uint32_t layers = 0;
    std::uint32_t seq = 0;
    std::string pattern; ///< "dense" or "2:4"
    std::uint64_t seed = 1;

    friend bool operator==(const SynthSpec&, const SynthSpec&) = default;
};

/// What a point runs: a file, or one that is made for it. Exactly one of the two is there.
struct WorkloadSpec {
    std::optional<std::filesystem::path> file; ///< ready .nmw, absolute
    std::optional<SynthSpec> synth;
    std::optional<double> accuracy; ///< of a series' candidate in int8, percent
    std::string name;               ///< for tables; without the pattern
    std::string pattern;            ///< of its pruned layers; "" where only the file tells

    friend bool operator==(const WorkloadSpec&, const WorkloadSpec&) = default;
};

} // namespace stavp::sweep
