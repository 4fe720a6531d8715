#pragma once

#include <cstdint>
#include <string_view>

namespace stavp::workloads {

/// xoshiro256** 1.0 (Blackman and Vigna, 2018), its state filled by splitmix64: the same numbers on every host, which
/// the distributions of <random> do not promise.
class Random {
public:
    explicit Random(std::uint64_t seed);
    /// A stream of its own for each name: what one tensor draws does not shift the others.
    Random(std::uint64_t seed, std::string_view name);

    std::uint64_t next();
    /// Uniform in [low, high), in steps of (high - low) / 2^53.
    double uniform(double low, double high);
    /// The sum of eight uniform bytes, centred: integers -1020 .. 1020, nearly normal, standard deviation 209.02.
    std::int32_t bell();

    static constexpr double bell_deviation = 209.0215; ///< sqrt(8 * (2^16 - 1) / 12)

private:
    std::uint64_t state_[4];
};

} // namespace stavp::workloads
