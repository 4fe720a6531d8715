#pragma once

#include "platform/gemm/problem.h"

#include <cstdint>
#include <string>
#include <vector>

namespace stavp::gemm {

/// Random operands of a problem as they lie in DDR: rows without gaps, weights compressed as the workload format says,
/// every group with all N weights, none of them 0. Equal seeds give equal operands.
struct Operands {
    std::vector<std::uint8_t> x;
    std::vector<std::uint8_t> w; ///< values
    std::vector<std::uint8_t> map;
    std::vector<std::int16_t> dense; ///< the same weights, k x n
};

Operands random_operands(const Problem& problem);

/// The requantisation shift that spreads the sums of random operands over the output type; the factor is 1.
std::uint32_t output_shift(const Problem& problem);

/// The bytes of Y by plain host arithmetic (docs/arithmetic.md), sharing no code with the models.
std::vector<std::uint8_t> host_product(const Problem& problem, const Operands& operands);

/// Where `got` first differs from `expected`, in words; empty if nowhere.
std::string first_difference(const Problem& problem, const std::vector<std::uint8_t>& expected,
                             const std::vector<std::uint8_t>& got);

} // namespace stavp::gemm
