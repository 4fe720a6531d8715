#include "tests/pack/tiny_encoder.h"
#include "workloads/pack/cross_validation.h"
#include "workloads/pack/evaluate.h"
#include "workloads/pack/outputs.h"
#include "workloads/pack/pack.h"
#include "workloads/pack/similarity.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace stavp::workloads {
namespace {

const std::vector<Sequence>& known() {
    static const std::vector<Sequence> sequences = testing::random_features(7, 24);
    return sequences;
}

const Model& quantised_encoder() {
    static const Model quantised = [] {
        Model model = testing::tiny_encoder();
        quantise_and_predict(model, known(), 100);
        return model;
    }();
    return quantised;
}

Image packed(const std::vector<Sequence>& sequences, std::uint32_t pad = 0) {
    const Model& model = quantised_encoder();
    return Image::parse(pack(model, {.seq_pad = pad, .inputs = {sequences, {}}}).image_bytes(), "features");
}

TEST(feature_pack, the_float_reference_has_each_sequences_rows_and_zeros_for_padding) {
    const auto fresh = testing::random_features(8, 3);
    const Image image = packed(fresh, 20);
    const Matrix reference = *float_reference(image);
    ASSERT_EQ(reference.rows, 60U);
    const auto rows = output_rows(image);
    ASSERT_EQ(rows.size(), 3U);
    for (std::size_t b = 0; b < 3; ++b) {
        EXPECT_EQ(rows[b].first, b * 20);
        EXPECT_EQ(rows[b].count, row_count(fresh[b]));
        EXPECT_TRUE(
            std::ranges::equal(sequence_values(reference, rows[b]), forward(quantised_encoder(), fresh[b]).values));
        for (std::size_t r = rows[b].count; r < 20; ++r)
            for (const float value : reference.row(b * 20 + r))
                EXPECT_EQ(value, 0);
    }
}

TEST(feature_pack, integers_stay_close_in_every_row_and_do_not_depend_on_padding) {
    const auto fresh = testing::random_features(9, 4);
    const Image tight = packed(fresh);
    const Image wide = packed(fresh, 24);
    const Matrix integers = integer_reference(tight);
    for (std::size_t b = 0; b < fresh.size(); ++b) {
        const auto values = sequence_values(integers, output_rows(tight)[b]);
        EXPECT_GT(cosine(values, forward(quantised_encoder(), fresh[b]).values), 0.998);
        EXPECT_TRUE(std::ranges::equal(values, sequence_values(integer_reference(wide), output_rows(wide)[b])));
    }
}

TEST(feature_pack, meta_data_tell_labels_rows_and_the_predicted_error) {
    const Model& model = quantised_encoder();
    const Image image = Image::parse(
        pack(model, {.inputs = {{known()[0], known()[1]}, {"a.npy[0]", "a.npy[1]"}}}).image_bytes(), "features");
    const auto meta = nlohmann::json::parse(image.meta());
    EXPECT_EQ(meta["sequences"][1]["label"], "a.npy[1]");
    EXPECT_EQ(meta["sequences"][1]["rows"], row_count(known()[1]));
    EXPECT_FALSE(meta.contains("sentences"));
    EXPECT_EQ(meta[predicted_error_key]["max_bound"], noted_prediction(model)->max_bound);
    EXPECT_EQ(meta[predicted_error_key][saturation_key]["max"], 0) << "calibrated on these very sequences";
    EXPECT_NEAR(meta["cosine"]["float"][0][1].get<double>(),
                pairwise_cosines(float_embeddings(model, {known()[0], known()[1]}))[0][1], 1e-12);
}

TEST(feature_pack, evaluation_covers_models_with_a_row_per_token) {
    const Evaluation evaluation = evaluate(quantised_encoder(), known(), &quantised_encoder());
    EXPECT_EQ(evaluation.sequences, 24U);
    EXPECT_GT(evaluation.int8_to_float->minimum, 0.998);
    EXPECT_LT(evaluation.int8_to_float->mean, 1);
    EXPECT_NEAR(evaluation.float_to_dense->minimum, 1, 1e-6);
}

TEST(feature_pack, sequences_of_the_wrong_kind_are_refused) {
    EXPECT_THROW(packed({TokenIds{1, 2}}), std::invalid_argument);
    EXPECT_THROW(packed({Matrix(2, 15)}), std::invalid_argument);
    EXPECT_THROW(packed({Matrix(25, 16)}), std::invalid_argument);
    EXPECT_THROW(packed({}), std::invalid_argument);
}

} // namespace
} // namespace stavp::workloads
