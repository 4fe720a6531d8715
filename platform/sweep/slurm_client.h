#pragma once

#include "platform/sweep/slurm_arrays.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stavp::sweep {

/// Tasks that have not ended.
struct SlurmQueue {
    std::size_t running = 0;
    std::size_t waiting = 0;
    std::string reason; ///< of one that waits, in Slurm's words: "Resources"

    bool empty() const { return running + waiting == 0; }
};

/// Lines "STATE|REASON" of squeue.
SlurmQueue parse_queue(const std::string& text);

/// Slurm's own programs. They do not get this process's signals, so that Ctrl-C cannot tear a submission.
class SlurmClient {
public:
    /// Throws InputError if one of them is not there.
    SlurmClient();

    /// Throws InputError if the cluster does not answer.
    SlurmLimits limits() const;
    /// The number of the job. `options` go before what the script asks. Throws InputError with what sbatch says.
    std::string submit(const std::filesystem::path& script, const std::vector<std::string>& options) const;
    /// This user's jobs of this name; nothing if the controller does not answer.
    std::optional<SlurmQueue> queue(const std::string& job_name) const;
    void cancel(const std::string& job_name) const;
};

} // namespace stavp::sweep
