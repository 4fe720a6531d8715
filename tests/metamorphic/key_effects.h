#pragma once

#include <string>
#include <string_view>
#include <vector>

enum class Job { model, wide_model, program, gemm, dram_trace };

/// A key, and a machine on which changing it from one value to another changes cycles.
struct KeyEffect {
    std::string_view key;
    std::string_view from;
    std::string_view to;
    /// What `to` does to the cycles: slower or just different.
    enum { slower, different } sense = slower;
    Job job = Job::model;
    std::string_view also = ""; ///< further options of both runs
};

/// A key that does not move cycles, and why that is right.
struct KeyWithoutTime {
    std::string_view key;
    std::string_view reason;
};

const std::vector<KeyEffect>& key_effects();
const std::vector<KeyWithoutTime>& keys_without_time();

/// Keys of `schema_keys` that neither table names, and names in the tables that are no key; empty when all is covered.
std::vector<std::string> uncovered(const std::vector<std::string>& schema_keys);
