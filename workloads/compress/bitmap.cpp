#include "workloads/compress/bitmap.h"
#include "workloads/format/layout.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::workloads {

BitmapMatrix compress_bitmap(std::string_view name, std::uint32_t rows, std::uint32_t cols,
                             std::span<const std::int8_t> values, Pattern pattern) {
    if (pattern.dense() || !pattern.valid() || values.size() != std::uint64_t{rows} * cols)
        throw std::invalid_argument(
            fmt::format("tensor '{}': {} values and pattern {} do not make a compressed {} x {}", name, values.size(),
                        to_string(pattern), rows, cols));
    const BitmapLayout layout(cols, pattern.n, pattern.m);
    BitmapMatrix result{std::vector<std::uint8_t>(rows * layout.row_stride),
                        std::vector<std::uint8_t>(rows * layout.map_stride), layout.row_stride, layout.map_stride};
    for (std::uint32_t r = 0; r < rows; ++r) {
        const auto row = values.subspan(std::uint64_t{r} * cols, cols);
        std::uint8_t* const map = result.map.data() + r * layout.map_stride;
        for (std::uint64_t g = 0; g < layout.groups; ++g) {
            const std::uint64_t first = g * pattern.m;
            const auto group = row.subspan(first, std::min<std::uint64_t>(pattern.m, cols - first));
            const auto kept = group.size() - static_cast<std::size_t>(std::ranges::count(group, 0));
            if (kept > pattern.n)
                throw std::invalid_argument(
                    fmt::format("tensor '{}': row {}, group {} has {} non-zeros, more than {} allows", name, r, g, kept,
                                to_string(pattern)));
            std::uint8_t* slot = result.values.data() + r * layout.row_stride + g * pattern.n;
            for (std::size_t j = 0; j < group.size(); ++j) {
                if (group[j] == 0) continue;
                *slot++ = static_cast<std::uint8_t>(group[j]);
                map[(first + j) / 8] |= static_cast<std::uint8_t>(1u << ((first + j) % 8));
            }
        }
    }
    return result;
}

} // namespace stavp::workloads
