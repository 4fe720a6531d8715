#include "models/sta/expand.h"

#include "models/sta/bitmap.h"
#include "models/sta/index.h"

#include <algorithm>
#include <bit>

namespace stavp {

namespace {

/// Sets a row of weights in `out`, which holds zeros; returns how many it has.
std::uint64_t expand_bitmap_row(const MatmulShape& shape, const std::uint8_t* map, const std::uint8_t* values,
                                float* out) {
    std::uint64_t kept = 0;
    for (std::uint64_t group = 0; group < shape.groups(); ++group) {
        auto bits = kept_positions(group_map(map, group, shape.pattern_m), group, shape);
        kept += static_cast<std::uint64_t>(std::popcount(bits));
        auto slot = group * shape.pattern_n;
        for (; bits != 0; bits &= bits - 1)
            out[group * shape.pattern_m + static_cast<unsigned>(std::countr_zero(bits))] =
                signed_element(values, slot++, shape.w_bytes);
    }
    return kept;
}

std::uint64_t expand_index_row(const MatmulShape& shape, const std::uint8_t* indices, const std::uint8_t* values,
                               float* out) {
    std::uint64_t kept = 0;
    for (std::uint64_t group = 0; group < shape.groups(); ++group) {
        const auto first = group * shape.pattern_n;
        RisingIndices rising(group, shape);
        for (auto slot = first; slot < first + shape.pattern_n; ++slot) {
            const auto position = rising.take(index_at(indices, slot, shape.index_bits()));
            if (position < 0) continue;
            const auto value = signed_element(values, slot, shape.w_bytes);
            out[group * shape.pattern_m + static_cast<unsigned>(position)] = value;
            kept += value != 0;
        }
    }
    return kept;
}

} // namespace

std::uint64_t expand_weights(const MatmulShape& shape, const MatmulOperands& operands, std::uint64_t first_row,
                             std::uint64_t rows, float* dense) {
    std::fill_n(dense, rows * shape.k, 0.0f);
    const auto expand_row = shape.positions == Positions::index ? expand_index_row : expand_bitmap_row;
    std::uint64_t kept = 0;
    for (std::uint64_t row = 0; row < rows; ++row)
        kept += expand_row(shape, operands.map + (first_row + row) * operands.map_stride,
                           operands.w + (first_row + row) * operands.w_stride, dense + row * shape.k);
    return kept;
}

} // namespace stavp
