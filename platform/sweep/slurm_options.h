#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stavp::sweep {

/// What the user asks of Slurm. What is absent is left to the cluster's defaults.
struct SlurmOptions {
    std::optional<std::string> partition;
    std::optional<std::uint64_t> time_minutes; ///< of a task
    std::optional<std::uint64_t> memory_mb;    ///< of a task
    std::uint64_t cpus = 1;                    ///< of a task; a simulation uses one
    std::optional<std::uint64_t> chunk;        ///< points of a task; absent: default_chunk()
    std::optional<std::uint64_t> max_parallel; ///< tasks of an array that run at once
    std::vector<std::string> sbatch_options;   ///< handed on to sbatch as they are: "--account=chips"
};

} // namespace stavp::sweep
