#include "workloads/pack/outputs.h"

#include "tests/pack/tiny_encoder.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace stavp::workloads {
namespace {

Matrix matrix(std::size_t rows, std::size_t cols, std::vector<float> values) {
    Matrix result(rows, cols);
    result.values = std::move(values);
    return result;
}

TEST(outputs, an_error_is_measured_over_real_rows_only) {
    const Matrix reference = matrix(4, 2, {0, 0, 0, 0, 1, 1, 0, 0});
    const Matrix output = matrix(4, 2, {0, 0.5F, 99, 99, 1, 0, 99, 99});
    const OutputError error = output_error(output, reference, {{0, 1}, {2, 1}});
    EXPECT_DOUBLE_EQ(error.max, 1);
    EXPECT_DOUBLE_EQ(error.rms, std::sqrt(1.25 / 4));
    EXPECT_EQ(error.sequence, 1U);
    EXPECT_EQ(error.row, 0U);
    EXPECT_EQ(error.column, 1U);
}

TEST(outputs, what_is_no_number_is_infinitely_far) {
    Matrix output = matrix(1, 3, {0, std::nanf(""), 0});
    EXPECT_TRUE(std::isinf(output_error(output, Matrix(1, 3), {{0, 1}}).max));
    EXPECT_TRUE(std::isinf(output_error(output, Matrix(1, 3), {{0, 1}}).rms));
    EXPECT_THROW(output_error(output, Matrix(1, 2), {{0, 1}}), std::invalid_argument);
}

TEST(outputs, rows_of_padding_are_zeros_in_the_float_reference) {
    const std::vector<Matrix> outputs{matrix(1, 2, {1, 2}), matrix(2, 2, {3, 4, 5, 6})};
    EXPECT_EQ(as_output_rows(outputs, false, 3).values, (std::vector<float>{1, 2, 0, 0, 0, 0, 3, 4, 5, 6, 0, 0}));
    EXPECT_THROW(as_output_rows(outputs, false, 1), std::invalid_argument);
    EXPECT_EQ(sequence_means(outputs).values, (std::vector<float>{1, 2, 4, 5}));
    EXPECT_EQ(sequence_means(as_output_rows(outputs, false, 3), {{0, 1}, {3, 2}}).values,
              (std::vector<float>{1, 2, 4, 5}));
}

TEST(outputs, a_mean_before_the_output_pools_it) {
    EXPECT_TRUE(pooled_output(testing::tiny_model()));
    EXPECT_FALSE(pooled_output(testing::tiny_encoder()));
}

} // namespace
} // namespace stavp::workloads
