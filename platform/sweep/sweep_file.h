#pragma once

#include "platform/config/platform_config.h"
#include "platform/sweep/sweep.h"

#include <map>
#include <string>
#include <vector>

namespace YAML {
class Node;
}

namespace stavp::sweep {

/// Reads one sweep file, top to bottom, then what depends on several of its keys.
class SweepFile {
public:
    SweepFile(const std::filesystem::path& file, const SweepDefaults& defaults);
    Sweep read(const std::string& yaml);

private:
    void read_entry(const std::string& key, const YAML::Node& key_node, const YAML::Node& value);
    void read_head(const std::string& key, const YAML::Node& value, const std::string& place);
    void read_objectives(const YAML::Node& list, const std::string& place);
    void read_workload(const YAML::Node& map);
    void read_workload_kind(const YAML::Node& value, const std::string& name, const std::string& place);
    void read_constraints(const YAML::Node& list);
    /// Calls `use` with every key below `map`, groups of keys followed down.
    template <typename Use> void each_key(const YAML::Node& map, const std::string& prefix, const Use& use);
    void read_setting(const std::string& key, const std::string& place, const YAML::Node& value);
    void read_axis(const std::string& key, const std::string& place, const YAML::Node& value);
    void read_derived(const std::string& key, const std::string& place, const YAML::Node& value);
    Expression expression(const std::string& where, const YAML::Node& value) const;

    void load_base();
    void settle_workload();
    void settle_series();
    void check_mode() const;
    void check_axes() const;
    void check_expressions() const;
    void check_named(const std::string& where, const Expression& expression, std::size_t derived_before) const;

    void note(const std::string& key, const std::string& place);
    bool given(const std::string& key) const { return places_.contains(key); }
    std::string place_of(const std::string& key) const;
    bool is_group(const std::string& key) const;
    const config::Field* find(const std::string& key) const;
    std::vector<std::string> key_names() const;
    std::string place(const YAML::Node& node) const;
    [[noreturn]] static void refuse(const std::string& place, const std::string& key, const std::string& reason);

    Sweep sweep_;
    SweepDefaults defaults_;
    std::string platform_;
    config::PlatformConfig platform_values_;
    config::Schema keys_; ///< of the platform and of the workload
    config::Schema head_;
    std::string series_folder_;
    std::vector<std::string> series_only_;
    std::map<std::string, std::string> places_;
};

} // namespace stavp::sweep
