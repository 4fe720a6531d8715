#include "workloads/prune/oneshot.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace stavp::workloads {

namespace {

double energy(std::span<const float> values) {
    return std::accumulate(values.begin(), values.end(), 0.0,
                           [](double sum, float value) { return sum + static_cast<double>(value) * value; });
}

void check_excluded(const Model& model, const std::set<std::string>& excluded) {
    for (const std::string& name : excluded)
        if (model.node(name).op != Op::gemm) throw std::invalid_argument("excluded layer \"" + name + "\" is no gemm");
}

} // namespace

std::vector<std::uint8_t> magnitude_mask(std::span<const float> weight, std::size_t columns, Pattern pattern) {
    std::vector<std::uint8_t> mask(weight.size(), pattern.dense() ? 1 : 0);
    if (pattern.dense()) return mask;
    std::vector<std::size_t> order;
    for (std::size_t row = 0; row < weight.size(); row += columns) {
        for (std::size_t group = 0; group < columns; group += pattern.m) {
            order.resize(std::min<std::size_t>(pattern.m, columns - group));
            std::iota(order.begin(), order.end(), row + group);
            std::stable_sort(order.begin(), order.end(), [&weight](std::size_t a, std::size_t b) {
                return std::abs(weight[a]) > std::abs(weight[b]);
            });
            for (std::size_t i = 0; i < std::min<std::size_t>(pattern.n, order.size()); ++i)
                mask[order[i]] = 1;
        }
    }
    return mask;
}

std::vector<PrunedLayer> prune_oneshot(Model& model, Pattern pattern, const std::set<std::string>& excluded) {
    if (model.is_quantised()) throw std::invalid_argument("model is quantised: prune first, then quantise");
    check_excluded(model, excluded);
    std::vector<PrunedLayer> report;
    for (Node& node : model.nodes) {
        if (node.op != Op::gemm) continue;
        Parameter& weight = model.parameters.at(node.weight);
        PrunedLayer layer{node.name, node.pattern, weight.values.size(), 0, 1};
        if (!pattern.dense() && !excluded.contains(node.name)) {
            const double before = energy(weight.values);
            const auto mask = magnitude_mask(weight.values, weight.shape[1], pattern);
            for (std::size_t i = 0; i < mask.size(); ++i)
                if (mask[i] == 0) weight.values[i] = 0;
            node.pattern = layer.pattern = pattern;
            layer.kept_energy = before == 0 ? 1 : energy(weight.values) / before;
        }
        layer.kept = static_cast<std::size_t>(
            std::count_if(weight.values.begin(), weight.values.end(), [](float value) { return value != 0; }));
        report.push_back(layer);
    }
    return report;
}

} // namespace stavp::workloads
