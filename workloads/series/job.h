#pragma once

#include "workloads/series/recipe.h"

namespace stavp::workloads::series {

/// One model of the series and how it comes about. Steps count from the dense model on; the dense model's own count
/// for itself only.
struct Job {
    std::string id; ///< "dense", "idp/4of8", "fixed-candidate/1of4", "dense-plus/m8"; the file without suffix
    Method method{};
    Budget budget = Budget::none;
    std::uint32_t m = 0;             ///< of the series; 0: dense
    Pattern pattern{};               ///< dense for the two dense methods
    std::uint64_t place = 0;         ///< 1, 2, .. in the series
    std::uint64_t steps = 0;         ///< optimiser steps of this job
    std::uint64_t lineage_steps = 0; ///< .. between the dense model and this one
    std::uint64_t series_steps = 0;  ///< .. of the method's candidates of the series until and with this one
    std::string parent;              ///< id of the model to start from; empty: the task's initial model
};

/// The jobs of a recipe in the order in which they run. Throws RecipeError where a phase cannot be that short.
std::vector<Job> plan(const Recipe& recipe, std::size_t training_samples);

} // namespace stavp::workloads::series
