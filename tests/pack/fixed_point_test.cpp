#include "workloads/pack/fixed_point.h"

#include <cmath>
#include <gtest/gtest.h>
#include <stdexcept>

namespace stavp::workloads {
namespace {

TEST(gemm_channels, bias_and_factor_are_in_the_units_of_the_accumulator) {
    const std::vector<float> weights{0.5F, 0.25F};
    const std::vector<float> bias{3, -1};
    const std::vector<double> outputs{2, 0.5};
    const auto channels = gemm_channels(0.125, weights, bias, outputs);
    EXPECT_EQ(channels[0].bias, 48); // 3 / (0.125 * 0.5)
    EXPECT_EQ(channels[1].bias, -32);
    EXPECT_DOUBLE_EQ(channels[0].mult / std::ldexp(1.0, static_cast<int>(channels[0].shift)), 0.03125);
    EXPECT_DOUBLE_EQ(channels[1].mult / std::ldexp(1.0, static_cast<int>(channels[1].shift)), 0.0625);
}

TEST(gemm_channels, a_bias_beyond_32_bits_is_refused) {
    const std::vector<float> weights{1e-9F};
    const std::vector<float> bias{10};
    const std::vector<double> outputs{1};
    EXPECT_THROW(gemm_channels(1e-3, weights, bias, outputs), std::invalid_argument);
}

TEST(layernorm_params, hold_gamma_and_beta_to_better_than_a_ten_thousandth) {
    const std::vector<float> gamma{1.5F, -0.25F, 0.75F, 1};
    const std::vector<float> beta{0.5F, 0, -2, 0.125F};
    const LayerNormParams params = layernorm_params(gamma, beta, 1e-6, 0.001, 0.02);
    const double gamma_scale = params.out.real() * 4096 * 0.02;
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(params.gamma[i] * gamma_scale, gamma[i], 1e-4);
        EXPECT_NEAR(params.beta[i] * gamma_scale / 4096, beta[i], 1e-4);
    }
    EXPECT_EQ(params.eps_q, 65536U); // 1e-6 / 0.001^2 * 65536
}

TEST(layernorm_params, the_extreme_row_stays_within_the_contracts_32_bits) {
    for (const std::size_t columns : {4, 512, 8192}) {
        const std::vector<float> gamma(columns, 3);
        const std::vector<float> beta(columns, 1);
        const LayerNormParams params = layernorm_params(gamma, beta, 1e-6, 0.001, 0.02);
        // One element at sqrt(D - 1) standard deviations: no row goes further.
        const double n = 4096 * std::sqrt(static_cast<double>(columns));
        EXPECT_LT(n * params.gamma[0] + params.beta[0], 2147483648.0) << columns;
    }
}

TEST(function_table, is_indexed_by_the_bit_pattern_and_saturates) {
    const auto table = function_table([](double x) { return 2 * x; }, 0.5, 1);
    EXPECT_EQ(table[3], 3);
    EXPECT_EQ(table[static_cast<std::uint8_t>(-7)], -7);
    const auto steep = function_table([](double x) { return 4 * x; }, 0.5, 1);
    EXPECT_EQ(steep[127], 127);
    EXPECT_EQ(steep[static_cast<std::uint8_t>(-128)], -128);
}

} // namespace
} // namespace stavp::workloads
