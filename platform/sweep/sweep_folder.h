#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace stavp::sweep {

/// The names in the folder OUT of a sweep (docs/sweeps.md).
class SweepFolder {
public:
    explicit SweepFolder(std::filesystem::path root) : root_(std::move(root)) {}

    const std::filesystem::path& root() const { return root_; }
    std::filesystem::path sweep_file() const { return root_ / "sweep.yaml"; }
    std::filesystem::path plan_file() const { return root_ / "plan.json"; }
    std::filesystem::path lock_file() const { return root_ / ".lock"; }
    std::filesystem::path results_csv() const { return root_ / "results.csv"; }
    std::filesystem::path results_jsonl() const { return root_ / "results.jsonl"; }
    std::filesystem::path host_file() const { return root_ / "host.json"; }
    std::filesystem::path workloads() const { return root_ / "workloads"; }
    std::filesystem::path workload(const std::string& hash) const { return workloads() / (hash + ".nmw"); }
    std::filesystem::path points() const { return root_ / "points"; }
    std::filesystem::path point(const std::string& id) const { return points() / id; }
    std::filesystem::path row(const std::string& id) const { return point(id) / "row.json"; }

private:
    std::filesystem::path root_;
};

/// Throws InputError if OUT cannot be made, or is no folder.
void create(const SweepFolder& folder);
/// Throws InputError if a sweep may not use OUT: it holds something already, and not a sweep that is to be resumed.
void require_free(const SweepFolder& folder, bool resume);
/// Throws InputError if OUT is not the folder of a sweep.
void require_sweep(const SweepFolder& folder);

/// OUT belongs to this process until the object goes, or the process: one sweep at a time. Not inherited by forked
/// processes.
class SweepLock {
public:
    /// Throws InputError if another process has it.
    explicit SweepLock(const SweepFolder& folder);
    ~SweepLock();
    SweepLock(const SweepLock&) = delete;
    SweepLock& operator=(const SweepLock&) = delete;

private:
    int file_ = -1;
};

} // namespace stavp::sweep
