#pragma once

#include "workloads/series/recipe.h"
#include "workloads/series/training.h"

#include <functional>

namespace stavp::workloads::series {

/// What the model loses when only one layer is pruned, by magnitude and without training.
struct Sensitivity {
    std::string layer;
    Pattern pattern;
    double accuracy_drop = 0;
    double loss_rise = 0;
};

struct SensitivityReport {
    Score dense;
    std::vector<Sensitivity> layers; ///< in the model's order, for each layer the patterns in the recipe's
};

/// Of every gemm that the series prunes. `going_on` false: throws TrainingStopped.
SensitivityReport measure_sensitivity(const Model& dense, const Recipe& recipe, const Training& training,
                                      const std::function<bool(std::size_t done, std::size_t total)>& going_on);

nlohmann::ordered_json to_json(const SensitivityReport& report, std::size_t samples);

} // namespace stavp::workloads::series
