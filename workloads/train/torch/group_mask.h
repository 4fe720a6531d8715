#pragma once

#include "workloads/format/pattern.h"

#include <cstddef>
#include <span>

namespace stavp::workloads {

/// magnitude_mask() of workloads/prune/oneshot.h, fast enough for every step: 1 for the N weights of greatest magnitude
/// in each group of M along a row of `columns`, ties to the lower index, else 0. The last group of a row may be
/// shorter. Each group costs M^2 comparisons, which vectorise; no sorting.
void group_mask(std::span<const float> weight, std::size_t columns, Pattern pattern, std::span<float> mask);

} // namespace stavp::workloads
