#include "platform/sweep/workload_keys.h"

namespace stavp::sweep {

namespace {

constexpr config::Range kLayers{1, 1000};
constexpr config::Range kRows{1, 32768};
constexpr config::Range kSeed{0, 1e15};

} // namespace

config::Schema workload_schema(WorkloadKeys& keys) {
    return {
        config::text("workload.shape", keys.shape, "Shape of a synthetic workload: a preset or a YAML file"),
        config::integer("workload.layers", keys.layers, kLayers, "", "Its blocks; default: the shape's"),
        config::integer("workload.seq", keys.seq, kRows, "", "Rows of its sequence; default: the shape's"),
        config::text("workload.pattern", keys.pattern, "N:M of its weights, or dense"),
        config::integer("workload.seed", keys.seed, kSeed, "", "Seed of its weights and input"),
        config::text("workload.file", keys.file, "A workload file"),
        config::text("workload.series", keys.series, "A candidate of a series"),
    };
}

bool applies(const std::string& key, WorkloadKind kind) {
    if (key == "workload.file") return kind == WorkloadKind::file;
    if (key == "workload.series") return kind == WorkloadKind::series;
    if (key == "workload.pattern") return kind != WorkloadKind::file;
    return kind == WorkloadKind::synth || !key.starts_with("workload.");
}

} // namespace stavp::sweep
