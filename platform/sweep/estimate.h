#pragma once

#include "platform/sweep/plan.h"

#include <cstdint>
#include <filesystem>

namespace stavp::sweep {

/// Multiply-accumulates of a synthetic workload without sparsity, all its blocks.
std::uint64_t dense_macs(const SynthSpec& synth);
/// The same of a workload file. Throws FormatError.
std::uint64_t dense_macs_of_file(const std::filesystem::path& file);

/// What a sweep may take, in seconds of one idle processor like the one measured (docs/sweeps.md).
struct Estimate {
    double running = 0; ///< all points
    double packing = 0; ///< each distinct synthetic workload once
    unsigned jobs = 1;

    double processor_seconds() const { return running + packing; }
    double wall_seconds() const { return processor_seconds() / jobs; }
};

/// From dense multiply-accumulates alone: what a point's machine is like, other load, the cache and points that end
/// early are not in it. Beyond the first batch (mode pareto) a point counts as much as those of the batch on average.
Estimate estimate(const Plan& plan, unsigned jobs);

} // namespace stavp::sweep
