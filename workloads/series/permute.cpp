#include "workloads/series/permute.h"

#include "workloads/synth/random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace stavp::workloads::series {

namespace {

constexpr std::size_t tries_per_column = 32;

/// Magnitudes by column, and which column stands where.
class Groups {
public:
    Groups(std::span<const float> weight, std::size_t columns, Pattern pattern)
        : rows_(weight.size() / columns), columns_(columns), pattern_(pattern), order_(columns),
          magnitude_(weight.size()) {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        for (std::size_t row = 0; row < rows_; ++row)
            for (std::size_t c = 0; c < columns; ++c)
                magnitude_[c * rows_ + row] = std::abs(weight[row * columns + c]);
        for (std::size_t group = 0; group * pattern.m < columns; ++group)
            kept_.push_back(kept(group));
    }

    const std::vector<std::size_t>& order() const { return order_; }
    double total() const { return std::accumulate(kept_.begin(), kept_.end(), 0.0); }

    void swap_if_better(std::size_t a, std::size_t b) {
        const std::size_t group_a = a / pattern_.m;
        const std::size_t group_b = b / pattern_.m;
        if (group_a == group_b) return;
        std::swap(order_[a], order_[b]);
        const double kept_a = kept(group_a);
        const double kept_b = kept(group_b);
        if (kept_a + kept_b > kept_[group_a] + kept_[group_b]) {
            kept_[group_a] = kept_a;
            kept_[group_b] = kept_b;
        } else {
            std::swap(order_[a], order_[b]);
        }
    }

private:
    double kept(std::size_t group) const {
        const std::size_t begin = group * pattern_.m;
        const std::size_t size = std::min<std::size_t>(pattern_.m, columns_ - begin);
        const std::size_t n = std::min<std::size_t>(pattern_.n, size);
        std::vector<float> row_values(size);
        double sum = 0;
        for (std::size_t row = 0; row < rows_; ++row) {
            for (std::size_t i = 0; i < size; ++i)
                row_values[i] = magnitude_[order_[begin + i] * rows_ + row];
            std::partial_sort(row_values.begin(), row_values.begin() + static_cast<std::ptrdiff_t>(n), row_values.end(),
                              std::greater<>{});
            for (std::size_t i = 0; i < n; ++i)
                sum += row_values[i];
        }
        return sum;
    }

    std::size_t rows_;
    std::size_t columns_;
    Pattern pattern_;
    std::vector<std::size_t> order_;
    std::vector<float> magnitude_;
    std::vector<double> kept_; ///< of each group
};

} // namespace

Permutation search_order(std::span<const float> weight, std::size_t columns, Pattern pattern, std::size_t block,
                         std::uint64_t seed) {
    Groups groups(weight, columns, pattern);
    Permutation result;
    result.kept_before = groups.total();
    Random random(seed);
    for (std::size_t i = 0; i < tries_per_column * columns; ++i) {
        const std::size_t a = random.next() % columns;
        const std::size_t b = a / block * block + random.next() % block;
        groups.swap_if_better(a, b);
    }
    result.order = groups.order();
    result.kept_after = groups.total();
    return result;
}

std::vector<PermutedLayer> permute_channels(Model& model, const std::map<std::string, Pattern>& patterns,
                                            std::uint64_t seed) {
    std::vector<PermutedLayer> layers;
    for (const ChannelPair& pair : channel_pairs(model)) {
        const auto pattern = patterns.find(pair.consumer);
        if (pattern == patterns.end()) continue;
        const Parameter& weight = model.parameter(model.node(pair.consumer).weight);
        const auto found = search_order(weight.values, weight.shape[1], pattern->second, pair.block, seed);
        reorder_channels(model, pair, found.order);
        layers.push_back({pair.consumer, found.kept_before, found.kept_after});
    }
    return layers;
}

} // namespace stavp::workloads::series
