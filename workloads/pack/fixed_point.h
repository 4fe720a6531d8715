#pragma once

#include "workloads/model/model.h"

#include <array>
#include <span>
#include <vector>

namespace stavp::workloads {

/// Channel records of a GEMM: bias in accumulator units (input_scale * weight_scale[c]) and the factor from there to
/// out_scales[c]. Throws std::invalid_argument if a bias leaves int32.
std::vector<nmw_channel> gemm_channels(double input_scale, std::span<const float> weight_scales,
                                       std::span<const float> bias, std::span<const double> out_scales);

struct LayerNormParams {
    std::vector<std::int16_t> gamma;
    std::vector<std::int32_t> beta;
    Multiplier out;
    std::uint32_t eps_q = 0;
};
/// docs/arithmetic.md, LayerNorm. gamma uses as many bits as keep gamma * sqrt(columns) * 4096 within 31 bits with a
/// factor of two to spare for beta.
LayerNormParams layernorm_params(std::span<const float> gamma, std::span<const float> beta, double epsilon,
                                 double input_scale, double output_scale);

/// table[uint8(x)] = round(function(x * input_scale) / output_scale), clamped to int8.
std::array<std::int8_t, 256> function_table(double (*function)(double), double input_scale, double output_scale);

} // namespace stavp::workloads
