#pragma once

#include "workloads/format/pattern.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace stavp::workloads {

/// A rows x cols int8 matrix compressed along cols as nmw_tensor describes it.
struct BitmapMatrix {
    std::vector<std::uint8_t> values;
    std::vector<std::uint8_t> map;
    std::uint64_t row_stride = 0;
    std::uint64_t map_stride = 0;
};

/// Throws std::invalid_argument naming tensor, row and group for a group with more than n non-zeros.
BitmapMatrix compress_bitmap(std::string_view name, std::uint32_t rows, std::uint32_t cols,
                             std::span<const std::int8_t> values, Pattern pattern);

} // namespace stavp::workloads
