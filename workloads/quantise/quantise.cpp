#include "workloads/quantise/quantise.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace stavp::workloads {

namespace {

constexpr double int16_headroom = 2;

ValueScales scales_of(const std::string& name, const ActivationRange& range) {
    if (!(range.maximum > 0) || !std::isfinite(range.maximum))
        throw std::invalid_argument("node " + name + ": calibration saw no finite non-zero value");
    ValueScales scales;
    for (const double clipped : range.clipped)
        scales.int8.push_back((clipped > 0 ? clipped : range.maximum) / 127);
    scales.int16 = int16_headroom * range.maximum / 32767;
    return scales;
}

} // namespace

QuantisedWeight quantise_weight(const Parameter& weight) {
    const std::size_t columns = weight.shape.at(1);
    QuantisedWeight result{std::vector<std::int8_t>(weight.values.size()), {}};
    for (std::size_t row = 0; row < weight.shape[0]; ++row) {
        const auto values = std::span(weight.values).subspan(row * columns, columns);
        float highest = 0;
        for (const float value : values)
            highest = std::max(highest, std::abs(value));
        const float scale = highest > 0 ? highest / 127 : 1.0F / 127;
        for (std::size_t i = 0; i < columns; ++i)
            result.values[row * columns + i] =
                static_cast<std::int8_t>(std::clamp(std::round(values[i] / scale), -127.0F, 127.0F));
        result.scales.push_back(scale);
    }
    return result;
}

void quantise(Model& model, const std::map<std::string, ActivationRange>& ranges) {
    for (Node& node : model.nodes) {
        node.scales = scales_of(node.name, ranges.at(node.name));
        if (node.op == Op::gemm) model.quantised[node.weight] = quantise_weight(model.parameter(node.weight));
    }
}

} // namespace stavp::workloads
