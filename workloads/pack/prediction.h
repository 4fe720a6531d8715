#pragma once

#include "workloads/model/model.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <span>

namespace stavp::workloads {

/// What int8 is expected to do to the output of new sequences of the calibration set's kind: absolute errors against
/// the float model, in the output's own units. docs/quantisation.md has the method and its assumptions.
struct ErrorPrediction {
    std::size_t sequences = 0; ///< held out in turn
    std::size_t folds = 0;
    std::size_t longest = 0; ///< rows of the longest of them
    double rms = 0;          ///< over all held-out sequences: what to expect
    double largest = 0;      ///< the greatest error among them
    double rms_bound = 0;    ///< of any one sequence, and so of any batch
    double max_bound = 0;    ///< of any element of a sequence
};

/// A sequence exceeds a bound with this probability, if its error follows a Gumbel distribution.
constexpr double exceedance = 1e-4;

/// Fewer held-out sequences give no prediction.
constexpr std::size_t least_sequences = 8;

/// The value that one more number of the same kind exceeds with probability `exceedance`: a Gumbel distribution fitted
/// by moments, plus two standard errors of that quantile. At least two values.
double upper_bound(std::span<const double> values);

/// `rms` and `max` of each held-out sequence; `unit` is one integer step of the output, the least that can be promised.
struct SequenceError {
    double rms = 0;
    double max = 0;
    std::size_t elements = 0;
};
ErrorPrediction predict(const std::vector<SequenceError>& errors, double unit);

inline constexpr const char* predicted_error_key = "predicted_error";

nlohmann::json to_json(const ErrorPrediction& prediction);
/// Nothing if `object` holds no prediction, or none with positive finite bounds.
std::optional<ErrorPrediction> prediction_from_json(const nlohmann::json& object);

/// The prediction in the model's provenance (quantisation.predicted_error).
std::optional<ErrorPrediction> noted_prediction(const Model& model);

} // namespace stavp::workloads
