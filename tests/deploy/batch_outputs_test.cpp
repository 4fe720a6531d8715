#include "workloads/deploy/batch_outputs.h"

#include "tests/pack/path_models.h"
#include "workloads/deploy/candidate.h"
#include "workloads/pack/lower.h"
#include "workloads/pack/similarity.h"
#include "workloads/quantise/quantise.h"

#include <gtest/gtest.h>
#include <numeric>
#include <set>

namespace stavp::workloads {
namespace {

Model classifier() {
    Model model = testing::classifier();
    quantise(model, calibrate(model, testing::random_sequences(model, 16, 5), 100));
    return model;
}

TEST(integer_rows, are_those_of_each_sequence_alone_whatever_the_batch_and_the_threads) {
    const Model model = classifier();
    const auto sequences = testing::random_sequences(model, 37, 9);
    std::vector<float> alone;
    for (const Sequence& sequence : sequences) {
        const Image image = Image::parse(lower(model, {sequence}, padded_rows({sequence}, 0)).image_bytes(), "alone");
        const Matrix row = integer_reference(image);
        alone.insert(alone.end(), row.values.begin(), row.values.end());
    }
    for (const unsigned threads : {1U, 2U, 7U})
        for (const std::size_t batch : {1U, 5U, 64U}) {
            std::size_t told = 0;
            const auto progress = [&](std::size_t done, std::size_t all) {
                EXPECT_EQ(all, 37U);
                EXPECT_GT(done, told);
                told = done;
            };
            const Matrix rows = integer_rows(model, sequences, {threads, batch, progress});
            EXPECT_EQ(rows.values, alone) << threads << " " << batch;
            EXPECT_EQ(told, 37U);
        }
}

TEST(float_rows, are_the_float_models) {
    const Model model = classifier();
    const auto sequences = testing::random_sequences(model, 9, 9);
    const Matrix rows = float_rows(model, sequences, {.threads = 3, .batch = 2});
    for (std::size_t i = 0; i < 9; ++i)
        EXPECT_TRUE(std::ranges::equal(rows.row(i), forward(model, sequences[i]).values));
}

TEST(integer_rows, of_a_model_without_one_row_per_sequence_are_refused) {
    Model model = testing::decoder();
    const auto sequences = testing::random_sequences(model, 16, 5);
    quantise(model, calibrate(model, sequences, 100));
    EXPECT_THROW(integer_rows(model, sequences, {.threads = 2, .batch = 4}), std::invalid_argument);
}

TEST(samples, are_spread_evenly_and_drawn_without_replacement) {
    EXPECT_EQ(spread(10, 4), (std::vector<std::size_t>{0, 2, 5, 7}));
    EXPECT_EQ(spread(3, 64), (std::vector<std::size_t>{0, 1, 2}));
    const auto drawn = draw(1000, 100, 7);
    EXPECT_EQ(std::set(drawn.begin(), drawn.end()).size(), 100U);
    EXPECT_TRUE(std::ranges::is_sorted(drawn));
    EXPECT_EQ(drawn, draw(1000, 100, 7));
    EXPECT_NE(drawn, draw(1000, 100, 8));
    EXPECT_LT(drawn.front(), 100U);
    EXPECT_GT(drawn.back(), 900U);
    EXPECT_EQ(draw(5, 9, 1), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

} // namespace
} // namespace stavp::workloads
