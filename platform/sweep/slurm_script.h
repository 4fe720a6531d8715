#pragma once

#include "platform/sweep/slurm_arrays.h"
#include "platform/sweep/slurm_options.h"

#include <filesystem>
#include <string>
#include <vector>

namespace stavp::sweep {

/// One array of jobs as it lies in OUT/slurm: batch-K.sh, and batch-K.tasks with the points of each task in a line.
/// Logs of its tasks go to batch-K-TASK.log.
struct SlurmBatch {
    std::filesystem::path folder; ///< OUT/slurm, absolute
    std::string name;             ///< "batch-1"
    std::string job_name;
    std::vector<std::string> worker; ///< the command; the points of the task follow
    SlurmArray tasks;

    std::filesystem::path script_file() const { return folder / (name + ".sh"); }
    std::filesystem::path task_file() const { return folder / (name + ".tasks"); }
};

/// The job script: shell with #SBATCH lines, which can be submitted by hand as well.
std::string script_text(const SlurmBatch& batch, const SlurmOptions& options);
std::string task_text(const SlurmArray& tasks);

} // namespace stavp::sweep
