#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stavp::sweep {

/// Names and contents of the files of a point.
using PointFiles = std::vector<std::pair<std::string, std::string>>;

/// What was simulated or packed before, by the content hash of everything it follows from. Entries are single files,
/// written by rename, so that sweeps can share a cache at the same time; a damaged entry is a miss. What cannot be
/// written is not kept: a cache never makes a sweep fail.
class ResultCache {
public:
    explicit ResultCache(std::filesystem::path root) : root_(std::move(root)) {}

    std::optional<PointFiles> find_point(const std::string& key) const;
    void keep_point(const std::string& key, const PointFiles& files) const;

    /// A packed workload's file, if it is whole.
    std::optional<std::filesystem::path> find_workload(const std::string& key) const;
    void keep_workload(const std::string& key, const std::filesystem::path& packed) const;

private:
    std::filesystem::path entry(const char* kind, const std::string& key) const;

    std::filesystem::path root_;
};

/// $STAVP_CACHE_DIR, else $XDG_CACHE_HOME/stavp, else ~/.cache/stavp; nothing without any of them.
std::optional<std::filesystem::path> default_cache_folder();

} // namespace stavp::sweep
