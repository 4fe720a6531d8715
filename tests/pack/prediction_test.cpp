#include "workloads/pack/prediction.h"

#include "tests/pack/tiny_encoder.h"
#include "workloads/pack/cross_validation.h"
#include "workloads/pack/integer_run.h"
#include "workloads/pack/outputs.h"
#include "workloads/pack/pack.h"
#include "workloads/pack/saturation.h"
#include "workloads/pack/similarity.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace stavp::workloads {
namespace {

constexpr std::size_t calibration_sequences = 32;
constexpr std::size_t fresh_sequences = 64;

/// What was promised for a batch from outside the calibration set, and what it then showed.
struct Trial {
    double predicted_rms = 0;
    BatchError bound;
    OutputError error;
};

Trial try_model(Model model, const std::vector<Sequence>& known, const std::vector<Sequence>& fresh) {
    quantise_and_predict(model, known, 100);
    const Image image = Image::parse(pack(model, {.inputs = {fresh, {}}}).image_bytes(), "fresh");
    const auto note = nlohmann::json::parse(image.meta()).at(predicted_error_key);
    const ErrorPrediction prediction = prediction_from_json(note).value();
    return {prediction.rms, bounds(prediction, batch_error_from_json(note.at(saturation_key))),
            output_error(integer_reference(image), *float_reference(image), output_rows(image))};
}

Trial try_encoder(std::uint64_t seed) {
    return try_model(testing::tiny_encoder(seed), testing::random_features(100 + seed, calibration_sequences),
                     testing::random_features(200 + seed, fresh_sequences));
}

Trial try_embedding(std::uint64_t seed) {
    return try_model(testing::tiny_model(seed), testing::random_tokens(100 + seed, calibration_sequences),
                     testing::random_tokens(200 + seed, fresh_sequences));
}

void expect_kept(const std::vector<Trial>& trials) {
    double tightness = 0;
    double rms = 0;
    for (const Trial& trial : trials) {
        EXPECT_LE(trial.error.max, trial.bound.max);
        EXPECT_LE(trial.error.rms, trial.bound.rms);
        tightness += trial.bound.max / trial.error.max / static_cast<double>(trials.size());
        rms += trial.error.rms / trial.predicted_rms / static_cast<double>(trials.size());
    }
    ::testing::Test::RecordProperty("bound_over_largest", std::to_string(tightness));
    EXPECT_LT(tightness, 4);
    EXPECT_NEAR(rms, 1, 0.2);
}

TEST(prediction, holds_for_new_features_and_is_not_absurd) {
    std::vector<Trial> trials;
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
        trials.push_back(try_encoder(seed));
    expect_kept(trials);
}

TEST(prediction, holds_for_new_sentences_and_is_not_absurd) {
    std::vector<Trial> trials;
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
        trials.push_back(try_embedding(seed));
    expect_kept(trials);
}

TEST(prediction, a_bound_lies_where_the_gumbel_distribution_has_its_rare_values) {
    // A regular sample of the standard Gumbel distribution (mean 0.5772, deviation 1.2825): the quantile of 1 - 1e-4 is
    // -ln(-ln(1 - 1e-4)) = 9.2103; two standard errors over 10000 values are 2 * 7.6 / 100 deviations more.
    std::vector<double> values;
    for (int i = 0; i < 10000; ++i)
        values.push_back(-std::log(-std::log((i + 0.5) / 10000)));
    EXPECT_NEAR(upper_bound(values), 9.2103 + 2 * 7.6 / 100 * 1.2825, 0.03);
    EXPECT_GT(upper_bound(std::vector<double>(values.begin(), values.begin() + 100)), values[99]);
    EXPECT_DOUBLE_EQ(upper_bound(std::vector<double>{2, 2, 2}), 2);
    EXPECT_THROW(upper_bound(std::vector<double>{2}), std::invalid_argument);
}

TEST(prediction, needs_eight_sequences) {
    Model model = testing::tiny_encoder();
    EXPECT_FALSE(quantise_and_predict(model, testing::random_features(1, 7), 100).prediction);
    EXPECT_FALSE(noted_prediction(model));
    EXPECT_TRUE(model.is_quantised());
    EXPECT_TRUE(quantise_and_predict(model, testing::random_features(1, 8), 100).prediction);
    EXPECT_TRUE(noted_prediction(model));
    quantise_and_predict(model, testing::random_features(1, 7), 100);
    EXPECT_FALSE(noted_prediction(model)) << "that of an earlier calibration";
}

TEST(prediction, scales_are_those_of_the_whole_calibration_set) {
    const auto known = testing::random_features(3, 20);
    for (const double percentile : {100.0, 99.0}) {
        Model predicted = testing::tiny_encoder();
        quantise_and_predict(predicted, known, percentile);
        Model plain = testing::tiny_encoder();
        quantise(plain, calibrate(plain, known, percentile));
        for (std::size_t i = 0; i < plain.nodes.size(); ++i)
            EXPECT_EQ(predicted.nodes[i].scales.int8, plain.nodes[i].scales.int8) << plain.nodes[i].name;
    }
}

TEST(prediction, survives_json_and_nothing_else_is_taken_for_one) {
    ErrorPrediction prediction{.sequences = 9,
                               .folds = 8,
                               .longest = 7,
                               .rms = 0.1,
                               .largest = 0.5,
                               .rms_bound = 0.3,
                               .max_bound = 0.75,
                               .saturated = 2,
                               .saturation = 0.25};
    const auto read = prediction_from_json(to_json(prediction));
    ASSERT_TRUE(read);
    EXPECT_EQ(to_json(*read), to_json(prediction));
    EXPECT_FALSE(prediction_from_json(nlohmann::json::object()));
    EXPECT_FALSE(prediction_from_json({{"max_bound", "high"}}));
    prediction.max_bound = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(prediction_from_json(nlohmann::json::parse(to_json(prediction).dump())));
    prediction.max_bound = 0;
    EXPECT_FALSE(prediction_from_json(to_json(prediction)));
}

TEST(saturation, is_nothing_within_the_calibrated_ranges_and_clamps_beyond_them) {
    Model model = testing::tiny_encoder();
    const auto known = testing::random_features(5, 10);
    quantise_and_predict(model, known, 100);
    for (const Sequence& sequence : known)
        EXPECT_EQ(saturated_forward(model, sequence).values, forward(model, sequence).values);
    Sequence large = known.front();
    for (float& value : std::get<Matrix>(large).values)
        value *= 3;
    const BatchError error =
        saturation_error(model, {known.front(), large}, float_outputs(model, {known.front(), large}));
    EXPECT_GT(error.max, 1); // the input itself saturates, and the residual stream carries it to the output
    EXPECT_GT(error.rms, 0);
    const Matrix integers = integer_outputs(model, {large}).front();
    const Matrix saturated = saturated_forward(model, large);
    EXPECT_LE(output_error(integers, saturated, {{0, saturated.rows}}).max, noted_prediction(model)->max_bound);
}

} // namespace
} // namespace stavp::workloads
