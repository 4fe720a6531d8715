#pragma once

#include "platform/config/field.h"
#include "platform/sweep/expression.h"
#include "platform/sweep/workload_keys.h"
#include "platform/sweep/workload_spec.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stavp::sweep {

enum class Mode { grid, zip, random, pareto };
enum class Objective { latency, energy, area, dsps, accuracy };

std::string name_of(Mode mode);
std::string name_of(Objective objective);
/// The metric of a row that tells it: "latency_ms", "energy_mj", "area_mm2", "dsps", "accuracy".
std::string metric_of(Objective objective);

/// A key that is varied, with its values as they stand in overrides and in the CSV: sizes are bytes.
struct Axis {
    std::string key;
    std::string place; ///< "file:line", for messages
    std::vector<std::string> values;
    bool ordered = true; ///< numbers and patterns, whose neighbours are near; words have no order
};

/// A key with a fixed value.
struct Setting {
    std::string key;
    std::string place;
    std::string value; ///< as in overrides
};

/// A key whose value follows from others.
struct Derived {
    std::string key;
    std::string place;
    Expression value;
};

/// What must be true of a point.
struct Constraint {
    std::string text;
    std::string place;
    Expression condition;
};

/// One candidate of a series.
struct SeriesMember {
    std::string id; ///< "idp/2of8"
    WorkloadSpec workload;
};

/// A checked sweep file (docs/sweeps.md).
struct Sweep {
    std::filesystem::path file;
    std::filesystem::path platform;
    std::filesystem::path shared_dram_folder;
    Mode mode = Mode::grid;
    std::uint64_t samples = 0; ///< random: points; pareto: points at most
    std::uint64_t seed = 1;
    std::vector<Objective> objectives; ///< pareto: two
    WorkloadKeys workload;             ///< what axes and derived values start from
    std::string workload_place;
    std::vector<SeriesMember> series; ///< all values of workload.series
    std::vector<Setting> set;
    std::vector<Axis> axes;
    std::vector<Derived> derived;
    std::vector<Constraint> constraints;
    double timeout_seconds = 600; ///< host time of one point
    std::optional<std::uint64_t> timeout_cycles;
    std::map<std::string, ExpressionValue> base; ///< every platform key, as the platform file and `set` leave it
};

/// What the program brings: used where the sweep file names nothing else.
struct SweepDefaults {
    std::filesystem::path platform;
    std::filesystem::path dram_folder; ///< configs/dram
};

/// Throws config::ConfigError, "file:line: key: reason".
Sweep read_sweep(const std::filesystem::path& file, const SweepDefaults& defaults);
/// The same from text. `file` stands for it in messages, and relative paths start in its folder.
Sweep parse_sweep(const std::string& yaml, const std::filesystem::path& file, const SweepDefaults& defaults);

} // namespace stavp::sweep
