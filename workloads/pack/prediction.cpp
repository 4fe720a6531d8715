#include "workloads/pack/prediction.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace stavp::workloads {

namespace {

/// Chow's frequency factor: a Gumbel variable lies below mean + factor * deviation with probability 1 - exceedance.
double frequency_factor() {
    return std::sqrt(6.0) / std::numbers::pi * (-std::log(-std::log1p(-exceedance)) - std::numbers::egamma);
}

/// Standard error of mean + factor * deviation over n values, in deviations and times sqrt(n). From the variances of
/// sample mean and deviation and their covariance, with the Gumbel's skewness 1.1396 and kurtosis 5.4 (Kite 1975,
/// "Confidence limits for design events").
double quantile_error(double factor) {
    return std::sqrt(1 + 1.1396 * factor + 1.1 * factor * factor);
}

} // namespace

double upper_bound(std::span<const double> values) {
    if (values.size() < 2) throw std::invalid_argument("a bound needs two values or more");
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    const double deviation = std::sqrt(squares / (n - 1));
    const double factor = frequency_factor();
    return mean + deviation * (factor + 2 * quantile_error(factor) / std::sqrt(n));
}

BatchError bounds(const ErrorPrediction& prediction, const BatchError& saturation) {
    return {prediction.rms_bound + saturation.rms, prediction.max_bound + saturation.max};
}

ErrorPrediction predict(const std::vector<SequenceError>& errors, double unit) {
    ErrorPrediction prediction;
    prediction.sequences = errors.size();
    std::vector<double> rms;
    std::vector<double> max;
    double squares = 0;
    std::size_t elements = 0;
    for (const SequenceError& error : errors) {
        rms.push_back(error.rounding_rms);
        max.push_back(error.rounding_max);
        squares += error.rms * error.rms * static_cast<double>(error.elements);
        elements += error.elements;
        prediction.largest = std::max(prediction.largest, error.max);
        prediction.saturation = std::max(prediction.saturation, error.saturation);
        prediction.saturated += error.saturation > unit ? 1 : 0;
    }
    prediction.rms = std::sqrt(squares / static_cast<double>(elements));
    prediction.rms_bound = std::max(upper_bound(rms), unit);
    prediction.max_bound = std::max(upper_bound(max), unit);
    return prediction;
}

nlohmann::json to_json(const ErrorPrediction& prediction) {
    return {{"method", "cross-validation"},
            {"sequences", prediction.sequences},
            {"folds", prediction.folds},
            {"longest", prediction.longest},
            {"rms", prediction.rms},
            {"largest", prediction.largest},
            {"exceedance", exceedance},
            {"rms_bound", prediction.rms_bound},
            {"max_bound", prediction.max_bound},
            {"saturated", prediction.saturated},
            {"saturation", prediction.saturation}};
}

nlohmann::json to_json(const BatchError& error) {
    return {{"rms", error.rms}, {"max", error.max}};
}

BatchError batch_error_from_json(const nlohmann::json& object) {
    try {
        const BatchError error{object.at("rms").get<double>(), object.at("max").get<double>()};
        return error.rms >= 0 && error.max >= 0 ? error : BatchError{};
    } catch (const nlohmann::json::exception&) {
        return {};
    }
}

std::optional<ErrorPrediction> prediction_from_json(const nlohmann::json& object) {
    try {
        ErrorPrediction prediction{.sequences = object.at("sequences").get<std::size_t>(),
                                   .folds = object.at("folds").get<std::size_t>(),
                                   .longest = object.at("longest").get<std::size_t>(),
                                   .rms = object.at("rms").get<double>(),
                                   .largest = object.at("largest").get<double>(),
                                   .rms_bound = object.at("rms_bound").get<double>(),
                                   .max_bound = object.at("max_bound").get<double>(),
                                   .saturated = object.at("saturated").get<std::size_t>(),
                                   .saturation = object.at("saturation").get<double>()};
        const bool usable = prediction.rms_bound > 0 && prediction.max_bound > 0 &&
                            std::isfinite(prediction.rms_bound) && std::isfinite(prediction.max_bound);
        return usable ? std::optional(prediction) : std::nullopt;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::optional<ErrorPrediction> noted_prediction(const Model& model) {
    const auto found = model.provenance.find("quantisation");
    if (found == model.provenance.end() || !found->is_object()) return std::nullopt;
    return prediction_from_json(found->value(predicted_error_key, nlohmann::json()));
}

} // namespace stavp::workloads
