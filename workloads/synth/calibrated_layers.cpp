#include "workloads/synth/calibrated_layers.h"
#include "workloads/reference/attention.h"
#include "workloads/reference/matmul.h"
#include "workloads/reference/vector_ops.h"
#include "workloads/synth/weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace stavp::workloads {
namespace {

/// Root mean square of a tensor of real RMS 1, in integer steps.
float target_rms(nmw_dtype dtype) {
    return dtype == NMW_I16 ? 2048.0f : 32.0f;
}

/// Of at least 1, so that an all-zero product still has a multiplier.
template <class T> double rms(const std::vector<T>& values) {
    double squares = 0;
    for (const T value : values)
        squares += static_cast<double>(value) * value;
    return std::max(std::sqrt(squares / static_cast<double>(values.size())), 1.0);
}

/// Minus the mean of each column, rounded towards zero; 0 where so few rows would lose too much by it.
std::vector<std::int32_t> centring_bias(const std::vector<std::int32_t>& sums, std::uint32_t rows) {
    const std::size_t cols = sums.size() / rows;
    std::vector<std::int32_t> bias(cols);
    if (rows < 8) return bias;
    for (std::size_t c = 0; c < cols; ++c) {
        std::int64_t total = 0;
        for (std::size_t r = 0; r < rows; ++r)
            total += sums[r * cols + c];
        bias[c] = static_cast<std::int32_t>(-total / rows);
    }
    return bias;
}

double centred_rms(std::vector<std::int32_t> sums, const std::vector<std::int32_t>& bias) {
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] += bias[i % bias.size()];
    return rms(sums);
}

nmw_layer with_multipliers(Multiplier first, Multiplier second = {}, std::uint32_t eps_q = 0) {
    nmw_layer layer{};
    layer.mult0 = first.mult;
    layer.shift0 = first.shift;
    layer.mult1 = second.mult;
    layer.shift1 = second.shift;
    layer.eps_q = eps_q;
    return layer;
}

} // namespace

Value CalibratedLayers::output(const std::string& name, nmw_dtype dtype, std::uint32_t cols, float scale) {
    const auto rows = static_cast<std::uint32_t>(options_.valid.size() * options_.recipe.seq);
    return {builder_.add_activation(name, dtype, rows, cols, scale), dtype, scale, {}};
}

Value CalibratedLayers::input(const std::string& name, nmw_dtype dtype) {
    const double deviation = target_rms(dtype);
    const std::int32_t limit = dtype == NMW_I16 ? 32767 : 127;
    Random draw = random(name);
    Value x{0, dtype, 1 / target_rms(dtype), {}};
    x.data = reference::Matrix(static_cast<std::uint32_t>(options_.valid.size() * options_.recipe.seq),
                               options_.recipe.d_model);
    for (auto& value : x.data.values) {
        const double normal = draw.bell() / Random::bell_deviation;
        value = static_cast<std::int16_t>(std::clamp(static_cast<std::int32_t>(normal * deviation), -limit, limit));
    }
    x.id = builder_.add_input(name, dtype, x.data.cols, x.scale, reference::pack(x.data, dtype));
    return x;
}

Value CalibratedLayers::gemm(const std::string& name, const Value& x, std::uint32_t cols, nmw_dtype out, bool relu) {
    const auto weights = random_weights(cols, x.data.cols, options_.pattern, random(name + ".weight"));
    reference::Matrix w(cols, x.data.cols);
    std::ranges::copy(weights, w.values.begin());
    const auto sums = reference::accumulate(x.data, w);

    // The bias centres each channel, as training tends to: what all rows share would otherwise grow from block to
    // block until the rows of a deep stack were equal. Factors differ between channels by up to a quarter.
    const std::vector<std::int32_t> bias = centring_bias(sums, x.data.rows);
    const double factor = target_rms(out) / centred_rms(sums, bias);
    Random draw = random(name + ".channels");
    std::vector<nmw_channel> channels(cols);
    for (std::uint32_t c = 0; c < cols; ++c) {
        const Multiplier m = Multiplier::from_real(factor * draw.uniform(0.75, 1.25));
        channels[c] = {bias[c], m.mult, m.shift, 0};
    }
    // Weights of unit gain: the output is in real units as large as the input. A branch that averages (attention) thus
    // stays small beside its residual, and rows of deep stacks stay different.
    const auto scale = static_cast<float>(rms(x.data.values) * x.scale / target_rms(out));
    const auto weight_scale = static_cast<float>(scale * factor / x.scale);
    const TensorId weight =
        builder_.add_weight(name + ".weight", cols, x.data.cols, weights, options_.pattern, weight_scale);
    const TensorId records = builder_.add_channels(name + ".channels", channels);
    Value y = output(name, out, cols, scale);
    builder_.add_gemm(name, x.id, weight, records, y.id, relu);
    y.data = reference::requantise(sums, x.data.rows, channels, relu, out);
    return y;
}

Value CalibratedLayers::attention(const std::string& name, const Value& qkv) {
    // Twice the scaled dot product: random queries and keys agree less than trained ones, and uint8 probabilities
    // of a flat distribution would all round to the same few steps.
    constexpr double sharpness = 2;
    const Recipe& recipe = options_.recipe;
    const reference::AttentionShape shape{recipe.heads, recipe.d_model / recipe.heads, recipe.seq, recipe.causal};
    const auto score =
        Multiplier::from_real(sharpness * qkv.scale * qkv.scale / std::sqrt(shape.head_dim) * 256 / std::numbers::ln2);
    std::vector<std::int32_t> sums;
    for (std::uint32_t head = 0; head < shape.heads; ++head) {
        const auto p =
            reference::attention_probabilities(qkv.data, shape, 0, options_.valid[0], head, score.mult, score.shift);
        const auto context = reference::attention_context(qkv.data, shape, 0, head, p);
        sums.insert(sums.end(), context.begin(), context.end());
    }
    const double factor = target_rms(NMW_I8) / rms(sums);
    const auto context = Multiplier::from_real(factor);
    Value y = output(name, NMW_I8, recipe.d_model, static_cast<float>(qkv.scale / 255 / factor));
    builder_.add_attention(name, qkv.id, y.id, shape.heads, shape.head_dim, shape.causal, score, context);
    std::vector<nmw_sequence> sequences;
    for (const std::uint32_t valid : options_.valid)
        sequences.push_back({valid, 0, 0, 0});
    y.data = reference::attention(qkv.data, shape, sequences, with_multipliers(score, context));
    return y;
}

Value CalibratedLayers::add(const std::string& name, const Value& a, const Value& b) {
    double squares = 0;
    for (std::size_t i = 0; i < a.data.values.size(); ++i) {
        const double sum =
            static_cast<double>(a.data.values[i]) * a.scale + static_cast<double>(b.data.values[i]) * b.scale;
        squares += sum * sum;
    }
    const double real_rms = std::max(std::sqrt(squares / static_cast<double>(a.data.values.size())), 1e-6);
    const auto scale = static_cast<float>(real_rms / target_rms(NMW_I16));
    const auto factors = MultiplierPair::from_real(a.scale / scale, b.scale / scale);
    Value y = output(name, NMW_I16, a.data.cols, scale);
    builder_.add_add(name, a.id, b.id, y.id, factors.mult_a, factors.mult_b, factors.shift);
    y.data = reference::add(
        a.data, b.data, with_multipliers({factors.mult_a, factors.shift}, {factors.mult_b, factors.shift}), NMW_I16);
    return y;
}

Value CalibratedLayers::layernorm(const std::string& name, const Value& x) {
    constexpr double gamma_one = 4096; // gamma in steps of 2^-12, beta in steps of 2^-24
    Random draw = random(name + ".params");
    std::vector<std::int16_t> gamma(x.data.cols);
    std::vector<std::int32_t> beta(x.data.cols);
    for (auto& value : gamma)
        value = static_cast<std::int16_t>(gamma_one * draw.uniform(0.75, 1.25));
    for (auto& value : beta)
        value = static_cast<std::int32_t>(gamma_one * 4096 * draw.uniform(-0.1, 0.1));
    const double eps = std::round(options_.recipe.eps / (static_cast<double>(x.scale) * x.scale) * 65536);
    const auto eps_q = static_cast<std::uint32_t>(std::min(eps, 4294967295.0));
    const float scale = 1 / target_rms(NMW_I8);
    const auto out = Multiplier::from_real(1 / (gamma_one * 4096 * scale));

    const TensorId params = builder_.add_layernorm_params(name + ".params", gamma, beta);
    Value y = output(name, NMW_I8, x.data.cols, scale);
    builder_.add_layernorm(name, x.id, params, y.id, eps_q, out);
    y.data = reference::layernorm(x.data, gamma, beta, with_multipliers(out, {}, eps_q), NMW_I8);
    return y;
}

Value CalibratedLayers::gelu(const std::string& name, const Value& x) {
    std::array<std::int8_t, 256> table{};
    for (int i = -128; i < 128; ++i) {
        const double real = i * static_cast<double>(x.scale);
        const double value = real * 0.5 * (1 + std::erf(real / std::numbers::sqrt2)) / x.scale;
        table[static_cast<std::uint8_t>(i)] = static_cast<std::int8_t>(std::clamp(std::round(value), -128.0, 127.0));
    }
    const TensorId id = builder_.add_table(name + ".table", table);
    Value y = output(name, NMW_I8, x.data.cols, x.scale);
    builder_.add_lut(name, x.id, id, y.id);
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(table.data());
    y.data = reference::lut(x.data, {bytes, table.size()});
    return y;
}

} // namespace stavp::workloads
