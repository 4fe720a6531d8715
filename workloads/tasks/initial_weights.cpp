#include "workloads/tasks/initial_weights.h"

#include "workloads/synth/random.h"

#include <cmath>

namespace stavp::workloads {

Parameter InitialWeights::xavier(std::string_view name, std::size_t out, std::size_t in, std::size_t fan_out) const {
    const double limit = std::sqrt(6.0 / static_cast<double>(in + fan_out));
    Parameter weight{{out, in}, std::vector<float>(out * in)};
    Random random(seed_, name);
    for (float& value : weight.values) {
        const std::int64_t steps = static_cast<std::int64_t>(random.next() >> 40) - (1 << 23);
        value = static_cast<float>(static_cast<double>(steps) * (limit * 0x1p-23));
    }
    return weight;
}

Parameter InitialWeights::normal(std::string_view name, std::size_t rows, std::size_t columns, double deviation) const {
    const double unit = deviation / Random::bell_deviation;
    Parameter weight{{rows, columns}, std::vector<float>(rows * columns)};
    Random random(seed_, name);
    for (float& value : weight.values)
        value = static_cast<float>(random.bell() * unit);
    return weight;
}

} // namespace stavp::workloads
