#pragma once

#include "workloads/series/job.h"
#include "workloads/series/training.h"

#include <nlohmann/json.hpp>

namespace stavp::workloads::series {

/// A row of results.jsonl: a job that was done, what its model is worth on the test set, and its files' SHA-256.
struct Result {
    Job job;
    Score score;
    std::string sha256;
    std::string master_sha256; ///< empty: no master file
};

nlohmann::ordered_json to_json(const Result& result);
/// Throws nlohmann::json::exception or std::invalid_argument.
Result result_from_json(const nlohmann::ordered_json& row);

/// All rows of a results.jsonl. Throws FormatError naming file and line.
std::vector<Result> read_results(const std::filesystem::path& file);

} // namespace stavp::workloads::series
