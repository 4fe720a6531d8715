#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace stavp::sweep {

/// Two figures of a point, the smaller the better.
using Costs = std::array<double, 2>;

/// Those that no other one beats in one figure without losing in the other, by rising first cost; of equal ones the
/// first. What has no costs is on no front.
std::vector<std::size_t> pareto_front(const std::vector<std::optional<Costs>>& costs);

} // namespace stavp::sweep
