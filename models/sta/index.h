#pragma once

#include "models/sta/matmul_shape.h"

#include <cstdint>

namespace stavp {

/// Index number `slot` of a row of indices of `bits` bits, at most 8.
inline std::uint32_t index_at(const std::uint8_t* index_row, std::uint64_t slot, unsigned bits) {
    const auto at = slot * bits;
    std::uint32_t window = index_row[at / 8];
    if (at % 8 + bits > 8) window |= std::uint32_t{index_row[at / 8 + 1]} << 8;
    return window >> (at % 8) & ((1u << bits) - 1);
}

/// The indices of one group in the order of their slots. A selector takes an activation only where its index is above
/// all before it in the group and its column below `k`: no column counts twice, whatever the guest writes.
class RisingIndices {
public:
    RisingIndices(std::uint64_t group, const MatmulShape& shape) : columns_left_(shape.k - group * shape.pattern_m) {}

    /// The position that the next index selects, -1 for none.
    int take(std::uint32_t index) {
        const auto position = static_cast<int>(index);
        if (position <= highest_) return -1;
        highest_ = position;
        return index < columns_left_ ? position : -1;
    }

private:
    std::uint64_t columns_left_;
    int highest_ = -1;
};

} // namespace stavp
