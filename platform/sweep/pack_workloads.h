#pragma once

#include "platform/sweep/installation.h"
#include "platform/sweep/result_cache.h"
#include "platform/sweep/run_plan.h"

#include <optional>
#include <string>
#include <vector>

namespace stavp::sweep {

/// Makes each workload of a sweep once, for all points that share it: OUT/workloads/HASH.nmw.
class WorkloadPacker {
public:
    /// `jobs` at a time. All references outlive the packer.
    WorkloadPacker(const SweepFolder& folder, const Installation& installation, const std::optional<ResultCache>& cache,
                   unsigned jobs);

    /// A workload that an earlier sweep packed into this folder under this hash, used where it is whole.
    void know(const WorkloadSpec& spec, const std::string& hash);
    /// The hash of each point's workload, packed where it was not there yet. Throws InputError if one cannot be made,
    /// Interrupted if a signal came.
    std::vector<std::string> pack(const std::vector<Point>& points);

private:
    struct Known {
        WorkloadSpec spec;
        std::string hash;
    };

    const std::string* find(const WorkloadSpec& spec) const;
    void synthesise(const std::vector<WorkloadSpec>& specs);
    /// Takes a finished file into OUT/workloads and gives its hash.
    std::string adopt(const std::filesystem::path& file, bool move);
    std::string cache_key(const SynthSpec& synth);

    const SweepFolder& folder_;
    const Installation& installation_;
    const std::optional<ResultCache>& cache_;
    unsigned jobs_;
    std::vector<Known> known_;
    std::string nmprune_digest_;
};

} // namespace stavp::sweep
