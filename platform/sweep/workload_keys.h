#pragma once

#include "platform/config/field.h"

#include <cstdint>
#include <string>

namespace stavp::sweep {

enum class WorkloadKind { synth, file, series };

/// Which of a series' two workloads a candidate runs: one input, or the sample of the test set.
enum class SeriesInput { single, sample };

/// The keys workload.*, as a sweep file gives them: paths are not resolved, 0 is the shape's own value.
struct WorkloadKeys {
    WorkloadKind kind = WorkloadKind::synth;
    std::string shape;
    std::uint32_t layers = 0;
    std::uint32_t seq = 0;
    std::string pattern = "dense";
    std::uint64_t seed = 1;
    std::string file;
    std::string series; ///< a candidate's id
    SeriesInput input = SeriesInput::single;
};

/// What can be varied, derived and named in expressions: workload.shape, layers, seq, pattern, seed, file, series.
config::Schema workload_schema(WorkloadKeys& keys);

/// Whether `key` means something for this kind of workload.
bool applies(const std::string& key, WorkloadKind kind);

} // namespace stavp::sweep
