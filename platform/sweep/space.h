#pragma once

#include "platform/config/platform_config.h"
#include "platform/sweep/point.h"
#include "platform/sweep/sweep.h"
#include "workloads/synth/recipe.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace stavp::sweep {

/// The index of each axis' value.
using Choice = std::vector<std::size_t>;

/// Everything that a sweep can choose from: what a choice makes of keys and workload, and whether it is allowed.
class Space {
public:
    /// `sweep` must outlive it. Throws ConfigError for shapes and workload files that are not there.
    explicit Space(const Sweep& sweep);

    const std::vector<std::size_t>& sizes() const { return sizes_; }
    /// All choices; at most 2^62.
    std::uint64_t combinations() const;
    /// The first constraint that is not fulfilled.
    std::optional<std::size_t> broken_constraint(const Choice& choice) const;
    /// Loads and checks its whole configuration; `id` is left empty. Throws ConfigError with the point's values.
    Point point(const Choice& choice);
    /// The value that `key` has there.
    ExpressionValue value(const Choice& choice, const std::string& key) const;
    /// "sta.rows=16, workload.pattern=2:4", for messages.
    std::string describe(const Choice& choice) const;

private:
    struct Values {
        const Choice& choice;
        std::vector<ExpressionValue> derived;
    };

    Values values_of(const Choice& choice) const;
    ExpressionValue look_up(const Values& values, const std::string& key) const;
    ExpressionValue workload_value(const std::string& key) const;
    std::string derived_text(const Values& values, std::size_t index) const;
    WorkloadSpec workload(const Values& values) const;
    SynthSpec synth(const Values& values) const;
    const workloads::Recipe& recipe(const std::string& shape) const;
    std::filesystem::path resolve(const std::string& path) const;
    void find_workloads();
    void load_file(const std::string& name, const std::string& place, const std::string& key);
    void check_config(const Choice& choice, const std::vector<std::string>& overrides);

    const Sweep& sweep_;
    std::unique_ptr<config::PlatformConfig> defaults_; ///< what keys_ refers to
    std::unique_ptr<WorkloadKeys> workload_keys_;
    config::Schema keys_;
    std::vector<std::size_t> sizes_;
    std::vector<std::vector<ExpressionValue>> axis_values_;
    std::map<std::string, workloads::Recipe> recipes_;
    std::map<std::string, WorkloadSpec> files_;
    std::set<std::vector<std::string>> checked_;
};

} // namespace stavp::sweep
