#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace stavp {

/// The integer softmax of docs/arithmetic.md, one row at a time.
class SoftmaxRows {
public:
    SoftmaxRows();

    /// Probabilities of the first `valid` elements of x, which must be at most x.size(); the rest of y becomes 0.
    void row(std::span<const std::int16_t> x, std::uint64_t valid, std::span<std::uint8_t> y) const;

private:
    /// exp(-d ln2/256) in Q16 is below 2^17, so that it is 0 from 17 halvings on.
    static constexpr std::uint32_t kSteps = 17 * 256;

    std::array<std::uint32_t, kSteps + 1> exp_{}; ///< by distance from the row's maximum
};

} // namespace stavp
