#pragma once

#include "platform/run/run_result.h"
#include "workloads/format/nmw.h"

#include <cstdint>
#include <span>
#include <string>

namespace stavp {

/// The output tiles in which firmware works, for naming the one that is wrong; 0 = one tile.
struct TileShape {
    std::uint32_t rows = 0;
    std::uint32_t cols = 0;
};

/// Compares one layer's output, both sides rows x cols tightly packed, and adds what it finds to `report`.
void check_output(const nmw_tensor& tensor, std::span<const std::uint8_t> expected, std::span<const std::uint8_t> got,
                  TileShape tile, const std::string& layer, CheckReport& report);

/// The integer at element `index` of a packed tensor of `dtype`.
std::int64_t element(std::uint32_t dtype, std::span<const std::uint8_t> bytes, std::uint64_t index);

} // namespace stavp
