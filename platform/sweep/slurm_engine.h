#pragma once

#include "platform/sweep/engine.h"
#include "platform/sweep/slurm_client.h"
#include "platform/sweep/slurm_options.h"
#include "platform/sweep/slurm_script.h"

#include <functional>
#include <string>

namespace stavp::sweep {

/// Runs points as arrays of Slurm jobs, on nodes that see OUT and the program under the same paths (docs/scale.md).
/// Points whose task was lost are submitted again, twice; one that never gives a row becomes a row `failed`. Jobs of
/// an earlier process that was killed are known by their name and waited for first.
class SlurmEngine : public Engine {
public:
    /// Takes a line on what Slurm does.
    using Note = std::function<void(const std::string&)>;

    /// `worker`: the command that runs points, which follow. Throws InputError if Slurm's programs are not there.
    SlurmEngine(SweepFolder folder, std::vector<std::string> worker, SlurmOptions options, Note note);

    /// Throws Interrupted on SIGINT, SIGTERM and SIGHUP, with the jobs cancelled, and InputError if the cluster refuses
    /// them or none of them gives a row.
    void run(const std::vector<PlannedPoint>& points, const RowSink& sink) override;

private:
    SweepFolder folder_;
    std::vector<std::string> worker_;
    SlurmOptions options_;
    Note note_;
    SlurmClient client_;
};

/// Equal for all jobs of a sweep's folder, and for no other's.
std::string slurm_job_name(const SweepFolder& folder);

} // namespace stavp::sweep
