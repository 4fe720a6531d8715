#pragma once

#include "workloads/format/builder.h"

#include <cstdint>
#include <vector>

namespace stavp::workloads::test {

/// A workload with every operation: 2 sequences of 4 rows (3 valid in the second), d = 8, 2 heads of 4.
/// Tensors: x, q, qkv.weight (2:4), qkv.channels, qkv, attended, sum, norm.params, norm, gelu.table, gelu, half,
/// pooled. The weight is a bitmap unless told.
WorkloadBuilder small_workload(EncodingChoice encoding = EncodingChoice::smallest);

/// The uncompressed values of qkv.weight, 24 x 8.
std::vector<std::int8_t> small_weight();

/// The bytes of small_workload(), built once.
const std::vector<std::uint8_t>& small_image();

/// The same with its weight in index encoding.
const std::vector<std::uint8_t>& small_index_image();

} // namespace stavp::workloads::test
