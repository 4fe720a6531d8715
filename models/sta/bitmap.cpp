#include "models/sta/bitmap.h"

#include <algorithm>

namespace stavp {

std::uint64_t expand_weights(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t first_row,
                             std::uint64_t rows, float* dense) {
    std::fill_n(dense, rows * shape.k, 0.0f);
    std::uint64_t kept = 0;
    const auto groups = shape.groups();
    for (std::uint64_t row = 0; row < rows; ++row) {
        const auto* map = operands.map + (first_row + row) * operands.map_stride;
        const auto* values = reinterpret_cast<const std::int8_t*>(operands.w + (first_row + row) * operands.w_stride);
        auto* out = dense + row * shape.k;
        for (std::uint64_t group = 0; group < groups; ++group) {
            auto bits = kept_positions(group_map(map, group, shape.pattern_m), group, shape);
            kept += static_cast<std::uint64_t>(std::popcount(bits));
            const auto* value = values + group * shape.pattern_n;
            for (; bits != 0; bits &= bits - 1)
                out[group * shape.pattern_m + static_cast<unsigned>(std::countr_zero(bits))] = *value++;
        }
    }
    return kept;
}

} // namespace stavp
