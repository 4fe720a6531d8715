#include "workloads/pack/fixed_point.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace stavp::workloads {

namespace {

constexpr double normalised_unit = 4096; // n_i of the LayerNorm contract is in Q12

std::int32_t to_int32(double value, const char* what) {
    if (!(std::abs(value) <= std::numeric_limits<std::int32_t>::max()))
        throw std::invalid_argument(std::string(what) + " does not fit 32 bits");
    return static_cast<std::int32_t>(std::lround(value));
}

} // namespace

std::vector<nmw_channel> gemm_channels(double input_scale, std::span<const float> weight_scales,
                                       std::span<const float> bias, std::span<const double> out_scales) {
    std::vector<nmw_channel> channels;
    for (std::size_t c = 0; c < weight_scales.size(); ++c) {
        const double unit = input_scale * weight_scales[c];
        const Multiplier factor = Multiplier::from_real(unit / out_scales[c]);
        const std::int32_t bias_q = bias.empty() ? 0 : to_int32(bias[c] / unit, "bias");
        channels.push_back({bias_q, factor.mult, factor.shift, 0});
    }
    return channels;
}

LayerNormParams layernorm_params(std::span<const float> gamma, std::span<const float> beta, double epsilon,
                                 double input_scale, double output_scale) {
    double highest = 0;
    for (const float value : gamma)
        highest = std::max<double>(highest, std::abs(value));
    if (!(highest > 0)) highest = 1;
    // |n_i| <= sqrt(D) * 4096 for any row.
    const double limit = std::min(
        32767.0, std::floor(0.5 * 2147483647.0 / (normalised_unit * std::sqrt(static_cast<double>(gamma.size())))));
    const double gamma_scale = highest / limit;
    LayerNormParams params;
    for (const float value : gamma)
        params.gamma.push_back(static_cast<std::int16_t>(std::lround(value / gamma_scale)));
    for (const float value : beta)
        params.beta.push_back(to_int32(value * normalised_unit / gamma_scale, "LayerNorm beta"));
    params.out = Multiplier::from_real(gamma_scale / (normalised_unit * output_scale));
    const double eps = std::round(epsilon / (input_scale * input_scale) * 65536);
    params.eps_q = static_cast<std::uint32_t>(std::min<double>(eps, std::numeric_limits<std::uint32_t>::max()));
    return params;
}

std::array<std::int8_t, 256> function_table(double (*function)(double), double input_scale, double output_scale) {
    std::array<std::int8_t, 256> table{};
    for (int x = -128; x < 128; ++x) {
        const double y = std::round(function(x * input_scale) / output_scale);
        table[static_cast<std::uint8_t>(x)] = static_cast<std::int8_t>(std::clamp(y, -128.0, 127.0));
    }
    return table;
}

} // namespace stavp::workloads
