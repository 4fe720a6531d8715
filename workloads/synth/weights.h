#pragma once

#include "workloads/format/pattern.h"
#include "workloads/synth/random.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stavp::workloads {

/// Sets all but the n largest magnitudes of each group of m along a row to 0; of equals the first stays.
void prune_row(std::span<std::int8_t> row, Pattern pattern);

/// rows x cols int8, nearly normal with standard deviation 32, pruned to the pattern.
std::vector<std::int8_t> random_weights(std::uint32_t rows, std::uint32_t cols, Pattern pattern, Random random);

} // namespace stavp::workloads
