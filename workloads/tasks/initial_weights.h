#pragma once

#include "workloads/model/model.h"

#include <cstdint>
#include <string_view>

namespace stavp::workloads {

/// Weights before training. Every parameter draws from a stream of its own, given by seed and name
/// (workloads/synth/random.h), as integers that are scaled by one correctly rounded product each: the same bits on
/// every machine.
class InitialWeights {
public:
    explicit InitialWeights(std::uint64_t seed) : seed_(seed) {}

    /// Uniform in [-limit, limit) with limit = sqrt(6 / (in + fan_out)) (Glorot and Bengio, 2010). `fan_out`: that of
    /// one of the products that [out, in] packs together, `out` if it is a single one.
    Parameter xavier(std::string_view name, std::size_t out, std::size_t in, std::size_t fan_out) const;
    /// Nearly normal, the given standard deviation, cut off at 4.88 of them (Random::bell).
    Parameter normal(std::string_view name, std::size_t rows, std::size_t columns, double deviation) const;
    static Parameter constant(std::size_t elements, float value) {
        return {{elements}, std::vector<float>(elements, value)};
    }

private:
    std::uint64_t seed_;
};

} // namespace stavp::workloads
