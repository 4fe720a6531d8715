#include "workloads/quantise/calibrate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace stavp::workloads {

namespace {

/// A NaN counts as infinite, so that no later step takes it for a range.
float magnitude(float value) {
    return std::isnan(value) ? std::numeric_limits<float>::infinity() : std::abs(value);
}

float percentile_of(std::vector<float> magnitudes, double percentile) {
    const auto rank = static_cast<std::size_t>(std::ceil(percentile / 100 * static_cast<double>(magnitudes.size())));
    const auto nth = magnitudes.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
    std::nth_element(magnitudes.begin(), nth, magnitudes.end());
    return *nth;
}

} // namespace

RangeCollector::RangeCollector(const Model& model, double percentile, std::size_t groups)
    : model_(model), percentile_(percentile), groups_(groups) {
    if (!(percentile > 0 && percentile <= 100)) throw std::invalid_argument("percentile must lie in (0, 100]");
    for (const Node& node : model.nodes)
        part_counts_[node.name] = 1;
    for (const Node& node : model.nodes)
        if (node.op == Op::attention) part_counts_.at(node.inputs.front()) = 3;
}

Matrix RangeCollector::add(const Sequence& sequence, std::size_t group) {
    return forward(model_, sequence, [&](const Node& node, const Matrix& value) {
        auto& parts = groups_.at(group)[node.name];
        parts.resize(part_counts_.at(node.name));
        const std::size_t width = value.cols / parts.size();
        for (std::size_t i = 0; i < value.values.size(); ++i) {
            Part& part = parts[i % value.cols / width];
            part.maximum = std::max(part.maximum, magnitude(value.values[i]));
            if (percentile_ < 100) part.magnitudes.push_back(magnitude(value.values[i]));
        }
    });
}

ActivationRange RangeCollector::merge(const std::vector<const std::vector<Part>*>& groups) const {
    ActivationRange range;
    for (std::size_t i = 0; i < groups.front()->size(); ++i) {
        float maximum = 0;
        std::vector<float> magnitudes;
        for (const std::vector<Part>* parts : groups) {
            const Part& part = (*parts)[i];
            maximum = std::max(maximum, part.maximum);
            magnitudes.insert(magnitudes.end(), part.magnitudes.begin(), part.magnitudes.end());
        }
        range.maximum = std::max<double>(range.maximum, maximum);
        range.clipped.push_back(percentile_ < 100 ? percentile_of(std::move(magnitudes), percentile_) : maximum);
    }
    return range;
}

ActivationRanges RangeCollector::ranges(std::optional<std::size_t> without) const {
    ActivationRanges ranges;
    for (const Node& node : model_.nodes) {
        std::vector<const std::vector<Part>*> groups;
        for (std::size_t g = 0; g < groups_.size(); ++g)
            if (g != without && groups_[g].contains(node.name)) groups.push_back(&groups_[g].at(node.name));
        if (groups.empty()) throw std::invalid_argument("no calibration sequences");
        ranges[node.name] = merge(groups);
    }
    return ranges;
}

ActivationRanges calibrate(const Model& model, const std::vector<Sequence>& sequences, double percentile) {
    RangeCollector collector(model, percentile, 1);
    for (const Sequence& sequence : sequences)
        collector.add(sequence, 0);
    return collector.ranges();
}

} // namespace stavp::workloads
