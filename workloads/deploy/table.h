#pragma once

#include "workloads/format/pattern.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace stavp::workloads {

/// A run of the platform, in cycles of the accelerator's clock.
struct RunCost {
    std::size_t inputs = 0;
    std::uint32_t rows = 0; ///< of each sequence, padding included
    std::uint64_t cycles = 0;
    double time_ns = 0;
};

/// Bytes of the gemm weights.
struct WeightBytes {
    std::uint64_t dense = 0;    ///< int8, nothing left out
    std::uint64_t values = 0;   ///< kept values as stored
    std::uint64_t metadata = 0; ///< where they stand: bit maps or indices
    std::uint64_t stored() const { return values + metadata; }
    double ratio() const { return static_cast<double>(dense) / static_cast<double>(stored()); }
};

/// What became of one candidate. Accuracies are shares in [0, 1].
struct DeployedRow {
    std::string series; ///< "dense" for the dense model
    Pattern pattern{};
    double float_accuracy = 0;  ///< over the whole test set
    double int8_accuracy = 0;   ///< over the whole test set, reference executor
    double sample_accuracy = 0; ///< over the sample, as the platform answered
    double sample_float_accuracy = 0;
    WeightBytes weights;
    RunCost batch;  ///< the sample at once
    RunCost single; ///< one input

    std::string label() const; ///< "dense", "idp 2:8"
    std::string id() const;    ///< "dense", "idp/2of8": its folder below the table's
    double cycles_per_input() const;
    double latency_us() const { return single.time_ns / 1000; }
};

/// One task's rows; the dense model is the first.
struct DeployTable {
    std::string task;
    std::size_t test_inputs = 0;
    std::vector<DeployedRow> rows;

    /// How many times faster than the dense model.
    double batch_speedup(const DeployedRow& row) const;
    double single_speedup(const DeployedRow& row) const;
};

nlohmann::ordered_json to_json(const DeployedRow& row);
DeployedRow row_from_json(const nlohmann::ordered_json& json);
nlohmann::ordered_json to_json(const DeployTable& table);
/// Reads table.json. Throws FormatError.
DeployTable read_table(const std::filesystem::path& file);

/// Heading and rows for people.
std::vector<std::vector<std::string>> cells(const DeployTable& table);
std::string to_csv(const DeployTable& table);
std::string to_markdown(const DeployTable& table);

} // namespace stavp::workloads
