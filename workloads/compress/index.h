#pragma once

#include "workloads/format/pattern.h"

#include <cstdint>
#include <span>

namespace stavp::workloads {

/// Stores group number `index` of a row: pattern.n positions, those set in `kept` and, if these are fewer, the lowest
/// of the others up to pattern.m - 1; their values into `slots` (0 beyond the last column), their numbers as indices
/// into `index_row`, both in rising order. Slots and indices hold zeros before.
void store_index_group(std::span<const std::int8_t> group, std::uint32_t kept, Pattern pattern, std::uint64_t index,
                       std::span<std::uint8_t> slots, std::span<std::uint8_t> index_row);

} // namespace stavp::workloads
