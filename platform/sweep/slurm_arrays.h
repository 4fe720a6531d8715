#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stavp::sweep {

/// Of the cluster, as `scontrol show config` tells them.
struct SlurmLimits {
    std::uint64_t max_array_size = 1001; ///< MaxArraySize: an index is below it, so an array from 0 has as many tasks
    std::uint64_t max_job_count = 10000; ///< MaxJobCount: jobs that the controller keeps; each task of an array is one
};

/// What the text does not tell keeps Slurm's default. MaxArraySize=0 (no arrays) gives 1.
SlurmLimits parse_limits(const std::string& show_config);

/// The points that one task of an array runs, one after the other.
using SlurmTask = std::vector<std::string>;
using SlurmArray = std::vector<SlurmTask>;

/// About 64 tasks, so that every node has several, but at most 100 points each, so that a lost task loses little.
std::uint64_t default_chunk(std::size_t points);
/// Points of a task when `points` that gave no row are tried again: one if that makes no more than one array, so that
/// a point that ends its task takes no other with it; never more than `chunk`.
std::uint64_t retry_chunk(std::size_t points, std::uint64_t chunk, const SlurmLimits& limits);
/// Tasks of one array at most: the cluster's bound, and no more than half the jobs that its controller keeps.
std::uint64_t tasks_per_array(const SlurmLimits& limits);
/// All points in their order, `chunk` per task but for the last one.
std::vector<SlurmArray> divide(const std::vector<std::string>& points, std::uint64_t chunk, const SlurmLimits& limits);

} // namespace stavp::sweep
