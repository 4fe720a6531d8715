#include "models/vector/vector_rows.h"

#include <cmath>

namespace stavp {

namespace {

std::int64_t floor_divide(std::int64_t value, std::int64_t by) {
    const auto quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

std::uint64_t floor_sqrt(std::uint64_t value) {
    auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(value)));
    while (root * root > value)
        --root;
    while ((root + 1) * (root + 1) <= value)
        ++root;
    return root;
}

} // namespace

void add_row(std::span<const std::int32_t> a, std::span<const std::int32_t> b, std::int32_t mult0, std::int32_t mult1,
             std::uint32_t shift, unsigned type, std::span<std::int32_t> y) {
    const auto range = range_of(type);
    const auto half = std::int64_t{1} << (shift - 1);
    for (std::size_t i = 0; i < y.size(); ++i) {
        const auto sum = std::int64_t{a[i]} * mult0 + std::int64_t{b[i]} * mult1;
        y[i] = static_cast<std::int32_t>(range.clamp((sum + half) >> shift));
    }
}

void requantise_row(std::span<const std::int32_t> a, Factor factor, unsigned type, std::span<std::int32_t> y) {
    const auto range = range_of(type);
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] = static_cast<std::int32_t>(range.clamp(requantise(a[i], factor)));
}

void layernorm_row(std::span<const std::int32_t> x, const LayerNormParams& params, unsigned type,
                   std::span<std::int32_t> y) {
    const auto count = static_cast<std::int64_t>(x.size());
    std::int64_t sum = 0;
    for (const auto value : x)
        sum += value;
    const auto mean = floor_divide(256 * sum + (count >> 1), count);
    std::uint64_t squares = 0;
    for (const auto value : x) {
        const auto centred = 256 * std::int64_t{value} - mean;
        squares += static_cast<std::uint64_t>(centred * centred);
    }
    const auto variance = squares / static_cast<std::uint64_t>(count);
    const auto deviation = std::max<std::uint64_t>(floor_sqrt(variance + params.eps_q), 1);
    const auto reciprocal = static_cast<std::int64_t>((std::uint64_t{1} << 32) / deviation);

    const auto range = range_of(type);
    const auto accumulator = range_of(STAVP_I32);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto centred = 256 * std::int64_t{x[i]} - mean;
        const auto normalised = (centred * reciprocal + (1 << 19)) >> 20;
        const auto scaled = accumulator.clamp(normalised * params.gamma[i] + params.beta[i]);
        y[i] = static_cast<std::int32_t>(range.clamp(requantise(scaled, params.out)));
    }
}

} // namespace stavp
