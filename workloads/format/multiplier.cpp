#include "workloads/format/multiplier.h"
#include "workloads/format/layout.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <stdexcept>

namespace stavp::workloads {
namespace {

/// The shift in 1..62 that brings |factor| into [2^30, 2^31) after rounding, or as near as the range allows.
std::uint32_t normalising_shift(double factor) {
    if (!std::isfinite(factor) || std::abs(factor) >= 0x1p30)
        throw std::invalid_argument(fmt::format("multiplier {} is not below 2^30", factor));
    int exponent = 0;
    const double fraction = std::frexp(std::abs(factor), &exponent);
    if (fraction == 0.0) return 1;
    if (std::round(std::ldexp(fraction, 31)) >= 0x1p31) ++exponent;
    return static_cast<std::uint32_t>(std::clamp(31 - exponent, 1, static_cast<int>(max_shift)));
}

std::int32_t scaled(double factor, std::uint32_t shift) {
    constexpr double limit = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(
        std::clamp(std::round(std::ldexp(factor, static_cast<int>(shift))), -limit, limit));
}

} // namespace

Multiplier Multiplier::from_real(double factor) {
    const std::uint32_t shift = normalising_shift(factor);
    return {scaled(factor, shift), shift};
}

double Multiplier::real() const {
    return std::ldexp(mult, -static_cast<int>(shift));
}

MultiplierPair MultiplierPair::from_real(double a, double b) {
    const double larger = std::abs(b) > std::abs(a) || std::isnan(b) ? b : a;
    const std::uint32_t shift = normalising_shift(larger);
    return {scaled(a, shift), scaled(b, shift), shift};
}

} // namespace stavp::workloads
