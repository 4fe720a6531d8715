#pragma once

#include "workloads/deploy/table.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace stavp::workloads {

/// The folder of a deployment while it is made: FOLDER.partial, locked against a second process.
class DeployFolder {
public:
    /// Throws FormatError if FOLDER or FOLDER.partial holds something else, cannot be made, or is being worked in.
    explicit DeployFolder(const std::filesystem::path& folder);
    ~DeployFolder();
    DeployFolder(const DeployFolder&) = delete;
    DeployFolder& operator=(const DeployFolder&) = delete;

    std::filesystem::path path(const std::string& id) const { return partial_ / id; }
    /// What finish() noted for `id` with the same fingerprint.
    std::optional<DeployedRow> finished(const std::string& id, const std::string& fingerprint) const;
    /// An empty folder for `id`.
    std::filesystem::path begin(const std::string& id) const;
    void finish(const std::string& id, const std::string& fingerprint, const DeployedRow& row) const;
    void write(const std::string& name, const std::string& text) const;
    /// Removes what belongs to none of `ids` and is none of `files`, and puts the folder in its place.
    void commit(const std::vector<std::string>& ids, const std::vector<std::string>& files);

private:
    std::filesystem::path folder_;
    std::filesystem::path partial_;
    int lock_ = -1;
};

} // namespace stavp::workloads
