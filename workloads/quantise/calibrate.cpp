#include "workloads/quantise/calibrate.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

namespace stavp::workloads {

namespace {

using Magnitudes = std::vector<std::vector<float>>; // per part

std::set<std::string> packed_qkv(const Model& model) {
    std::set<std::string> names;
    for (const Node& node : model.nodes)
        if (node.op == Op::attention) names.insert(node.inputs.front());
    return names;
}

void collect(Magnitudes& parts, const Matrix& value) {
    const std::size_t width = value.cols / parts.size();
    for (std::size_t i = 0; i < value.values.size(); ++i)
        parts[i % value.cols / width].push_back(std::abs(value.values[i]));
}

double percentile_of(std::vector<float>& magnitudes, double percentile) {
    const auto rank = static_cast<std::size_t>(std::ceil(percentile / 100 * static_cast<double>(magnitudes.size())));
    const auto nth = magnitudes.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(magnitudes.begin(), nth, magnitudes.end());
    return *nth;
}

} // namespace

std::map<std::string, ActivationRange> calibrate(const Model& model, const std::vector<Sequence>& sequences,
                                                 double percentile) {
    if (sequences.empty()) throw std::invalid_argument("no calibration sequences");
    if (!(percentile > 0 && percentile <= 100)) throw std::invalid_argument("percentile must lie in (0, 100]");
    const std::set<std::string> packed = packed_qkv(model);
    std::map<std::string, Magnitudes> seen;
    for (const Sequence& sequence : sequences)
        forward(model, sequence, [&](const Node& node, const Matrix& value) {
            auto& parts = seen[node.name];
            parts.resize(packed.contains(node.name) ? 3 : 1);
            collect(parts, value);
        });
    std::map<std::string, ActivationRange> ranges;
    for (auto& [name, parts] : seen) {
        ActivationRange& range = ranges[name];
        for (auto& magnitudes : parts) {
            range.maximum = std::max<double>(range.maximum, *std::max_element(magnitudes.begin(), magnitudes.end()));
            range.clipped.push_back(percentile_of(magnitudes, percentile));
        }
    }
    return ranges;
}

} // namespace stavp::workloads
