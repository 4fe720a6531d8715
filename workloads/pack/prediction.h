#pragma once

#include "workloads/model/model.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <span>

namespace stavp::workloads {

/// What int8 is expected to do to the output of new sequences of the calibration set's kind: absolute errors against
/// the float model, in the output's own units. The bounds are those of rounding: what saturation adds to them is known
/// from the float model for any given sequence (saturation.h). docs/quantisation.md has method and assumptions.
struct ErrorPrediction {
    std::size_t sequences = 0; ///< held out in turn
    std::size_t folds = 0;
    std::size_t longest = 0;   ///< rows of the longest of them
    double rms = 0;            ///< over all held-out sequences, saturation included: what to expect
    double largest = 0;        ///< the greatest error among them, saturation included
    double rms_bound = 0;      ///< of any one sequence, and so of any batch
    double max_bound = 0;      ///< of any element of a sequence
    std::size_t saturated = 0; ///< held-out sequences to which saturation does more than one step of the output
    double saturation = 0;     ///< the most that it does to an element of theirs
};

/// Error of saturation alone over a given batch, and with it the bounds for that batch.
struct BatchError {
    double rms = 0;
    double max = 0;
};
BatchError bounds(const ErrorPrediction& prediction, const BatchError& saturation);

/// A sequence exceeds a bound with this probability, if its error follows a Gumbel distribution.
constexpr double exceedance = 1e-4;

/// Fewer held-out sequences give no prediction.
constexpr std::size_t least_sequences = 8;

/// The value that one more number of the same kind exceeds with probability `exceedance`: a Gumbel distribution fitted
/// by moments, plus two standard errors of that quantile. At least two values.
double upper_bound(std::span<const double> values);

/// Of one held-out sequence.
struct SequenceError {
    double rounding_rms = 0; ///< integers against the saturated float model
    double rounding_max = 0;
    double saturation = 0; ///< greatest element, saturated against plain float model
    double rms = 0;        ///< integers against the plain float model
    double max = 0;
    std::size_t elements = 0;
};
/// `unit` is one integer step of the output, the least error that can be promised.
ErrorPrediction predict(const std::vector<SequenceError>& errors, double unit);

/// Of the prediction in a model's provenance and in a workload's meta data; the latter has the batch's saturation, too.
inline constexpr const char* predicted_error_key = "predicted_error";
inline constexpr const char* saturation_key = "batch_saturation";

nlohmann::json to_json(const ErrorPrediction& prediction);
nlohmann::json to_json(const BatchError& error);
/// Zero if `object` holds none.
BatchError batch_error_from_json(const nlohmann::json& object);
/// Nothing if `object` holds no prediction, or none with positive finite bounds.
std::optional<ErrorPrediction> prediction_from_json(const nlohmann::json& object);

/// The prediction in the model's provenance (quantisation.predicted_error).
std::optional<ErrorPrediction> noted_prediction(const Model& model);

} // namespace stavp::workloads
