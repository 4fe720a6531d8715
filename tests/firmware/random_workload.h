#pragma once

#include "workloads/compress/encoding.h"
#include "workloads/format/image.h"
#include "workloads/format/pattern.h"

#include <cstdint>

namespace stavp::test {

struct WorkloadShape {
    std::uint32_t batch = 2, seq = 12, heads = 2, head_dim = 8, ffn = 48, layers = 1;
    workloads::Pattern pattern{2, 4};
    bool causal = false;
    workloads::EncodingChoice encoding = workloads::EncodingChoice::smallest;
    bool residual_second = false;    ///< the sum takes the product first
    bool read_product_twice = false; ///< layers behind the sum and behind the table read their products, too
};

/// One encoder block and a pooling head with random weights: every operation of the format, int16 and int8 outputs,
/// padded sequences. Expected bytes come from the reference executor.
workloads::Image random_workload(const WorkloadShape& shape, unsigned seed);

/// A single product of random operands.
workloads::Image random_gemm(std::uint32_t m, std::uint32_t k, std::uint32_t n, workloads::Pattern pattern,
                             nmw_dtype out, unsigned seed,
                             workloads::EncodingChoice encoding = workloads::EncodingChoice::smallest);

} // namespace stavp::test
