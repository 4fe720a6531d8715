#include "platform/sweep/pareto_front.h"

#include <algorithm>

namespace stavp::sweep {

std::vector<std::size_t> pareto_front(const std::vector<std::optional<Costs>>& costs) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < costs.size(); ++i)
        if (costs[i]) order.push_back(i);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return *costs[a] < *costs[b]; });
    std::vector<std::size_t> front;
    for (const auto i : order)
        if (front.empty() || (*costs[i])[1] < (*costs[front.back()])[1]) front.push_back(i);
    return front;
}

} // namespace stavp::sweep
