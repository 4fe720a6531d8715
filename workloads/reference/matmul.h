#pragma once

#include "workloads/reference/matrix.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stavp::workloads::reference {

/// sum_k x[r, k] * w[c, k] for all r, c: x.rows x w.rows accumulators, row-major. Exact: elements of 8 bits and
/// K <= 32768. Uses two threads for large products; the sums are integers, so the result does not depend on it.
std::vector<std::int32_t> accumulate(const Matrix& x, const Matrix& w);

/// Y = out(rq(bias + accumulators)) with one record per column.
Matrix requantise(std::span<const std::int32_t> accumulators, std::uint32_t rows, std::span<const nmw_channel> channels,
                  bool relu, std::uint32_t out_dtype);

} // namespace stavp::workloads::reference
