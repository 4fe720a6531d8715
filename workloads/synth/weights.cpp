#include "workloads/synth/weights.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace stavp::workloads {

void prune_row(std::span<std::int8_t> row, Pattern pattern) {
    if (pattern.dense()) return;
    for (std::size_t first = 0; first < row.size(); first += pattern.m) {
        const auto group = row.subspan(first, std::min<std::size_t>(pattern.m, row.size() - first));
        std::array<std::size_t, 32> order{};
        const auto positions = std::span(order).first(group.size());
        std::iota(positions.begin(), positions.end(), std::size_t{0});
        std::ranges::stable_sort(positions, std::ranges::greater{}, [&](std::size_t i) { return std::abs(group[i]); });
        for (std::size_t i = pattern.n; i < positions.size(); ++i)
            group[positions[i]] = 0;
    }
}

std::vector<std::int8_t> random_weights(std::uint32_t rows, std::uint32_t cols, Pattern pattern, Random random) {
    constexpr std::int32_t divisor = 13; // 209 / 13 * 2 = 32
    std::vector<std::int8_t> values(std::size_t{rows} * cols);
    for (auto& value : values)
        value = static_cast<std::int8_t>(std::clamp(random.bell() * 2 / divisor, -127, 127));
    for (std::uint32_t r = 0; r < rows; ++r)
        prune_row(std::span(values).subspan(std::size_t{r} * cols, cols), pattern);
    return values;
}

} // namespace stavp::workloads
