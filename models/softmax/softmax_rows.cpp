#include "models/softmax/softmax_rows.h"

#include <algorithm>

namespace stavp {

SoftmaxRows::SoftmaxRows() {
    for (std::uint32_t d = 0; d < kSteps; ++d) {
        const std::uint64_t t = 500 - (d & 255);
        exp_[d] = static_cast<std::uint32_t>((((t * t * 11288) >> 16) + 22544) >> (d >> 8));
    }
}

void SoftmaxRows::row(std::span<const std::int16_t> x, std::uint64_t valid, std::span<std::uint8_t> y) const {
    std::fill(y.begin() + static_cast<std::ptrdiff_t>(valid), y.end(), std::uint8_t{0});
    if (valid == 0) return;
    std::int16_t max = x[0];
    for (std::uint64_t c = 1; c < valid; ++c)
        max = std::max(max, x[c]);
    std::uint64_t sum = 0;
    for (std::uint64_t c = 0; c < valid; ++c)
        sum += exp_[std::min(static_cast<std::uint32_t>(max - x[c]), kSteps)];
    // floor of the rounded double quotient is the integer quotient: numerators are below 2^53, and a quotient below
    // 2^9 whose denominator is below 2^44 stays further from the next integer than half an ulp.
    const auto divisor = static_cast<double>(sum);
    const std::uint64_t half_sum = sum / 2;
    const auto half = static_cast<double>(half_sum);
    for (std::uint64_t c = 0; c < valid; ++c) {
        const auto e = static_cast<std::int32_t>(exp_[std::min(static_cast<std::uint32_t>(max - x[c]), kSteps)]);
        y[c] = static_cast<std::uint8_t>(static_cast<std::int32_t>((e * 255.0 + half) / divisor));
    }
}

} // namespace stavp
