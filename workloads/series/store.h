#pragma once

#include "workloads/series/result.h"

#include <filesystem>

namespace stavp::workloads::series {

/// What to do with results that are there already.
enum class Existing { refuse, resume, replace };

/// The folder of a series. Its files are whole or absent at any moment; a candidate counts as reached once its row is
/// written, which happens after its models are.
class Store {
public:
    /// `recipe`: the effective one; a series to resume must have the same. Removes what a killed run left half-written.
    /// Throws FormatError (folder, reason) if the folder cannot be used so, or is in use.
    Store(std::filesystem::path folder, const std::string& recipe, Existing existing);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    const std::filesystem::path& folder() const { return folder_; }

    /// Rows are kept in the order of `jobs`. Throws FormatError if a row's job is none of them, or a file of a row has
    /// other bytes than were saved; a row whose file is gone is forgotten.
    void expect(const std::vector<Job>& jobs);

    bool reached(const std::string& id) const;
    const std::vector<Result>& results() const { return results_; }
    /// Adds a row; fills in the hashes of the models saved before.
    const Result& record(Result result);

    void save(const std::string& id, const Model& model) const;
    void save_master(const std::string& id, const Model& model) const;
    Model load(const std::string& id) const;
    Model load_master(const std::string& id) const;

    bool has_file(const char* name) const;
    void write(const char* name, const nlohmann::ordered_json& content) const;
    nlohmann::ordered_json read(const char* name) const;

private:
    void lock();
    void prepare(const std::string& recipe, Existing existing) const;
    bool files_are_there(const Result& result) const;

    std::filesystem::path folder_;
    int lock_ = -1;
    std::vector<Result> results_;
    std::vector<std::string> order_;
};

} // namespace stavp::workloads::series
