#pragma once

#include "workloads/pack/prediction.h"
#include "workloads/quantise/quantise.h"

#include <functional>

namespace stavp::workloads {

/// Told what is being done, and how far it is.
using StepProgress = std::function<void(const char* step, std::size_t done, std::size_t total)>;

struct Quantisation {
    ActivationRanges ranges;
    std::optional<ErrorPrediction> prediction; ///< none for fewer than least_sequences
};

/// Calibrates on all sequences, quantises the model, and predicts the error of new sequences by cross-validation: every
/// sequence is run once with the scales that the folds without it give. Notes both in the model's provenance. Throws
/// std::invalid_argument as calibrate(), quantise() and lower() do; the model is then unchanged.
Quantisation quantise_and_predict(Model& model, const std::vector<Sequence>& sequences, double percentile,
                                  const StepProgress& progress = {});

} // namespace stavp::workloads
