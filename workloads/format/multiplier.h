#pragma once

#include <cstdint>

namespace stavp::workloads {

/// A fixed-point factor: value ~ mult / 2^shift (docs/arithmetic.md).
struct Multiplier {
    std::int32_t mult = 0;
    std::uint32_t shift = 1;

    /// The nearest multiplier for a real factor; `factor` may be negative only where the operation allows it.
    /// Throws std::invalid_argument for NaN, infinities and factors of 2^30 and more.
    static Multiplier from_real(double factor);
    double real() const;
};

/// Two factors over one shift, for ADD. Each |factor| < 2^30; the larger one keeps full precision.
struct MultiplierPair {
    std::int32_t mult_a = 0;
    std::int32_t mult_b = 0;
    std::uint32_t shift = 1;

    static MultiplierPair from_real(double a, double b);
};

} // namespace stavp::workloads
