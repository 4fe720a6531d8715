#pragma once

#include "workloads/series/result.h"

#include <filesystem>

namespace stavp::workloads::series {

/// One model of a recipe over several seeds.
struct Spread {
    Job job; ///< of the first folder that has it
    std::vector<double> accuracy;
    std::vector<double> loss;
};

double mean(std::span<const double> values);
/// Of a sample (n - 1); 0 for fewer than two values.
double standard_deviation(std::span<const double> values);

struct Accuracy {
    std::vector<std::uint64_t> seeds;
    std::vector<Spread> models; ///< in the order of the first folder
};

/// Reads folders of `nmprune idp`, finished or not. Throws FormatError if their recipes differ in more than the seed,
/// or two have the same.
Accuracy collect_accuracy(const std::vector<std::filesystem::path>& folders);

} // namespace stavp::workloads::series
