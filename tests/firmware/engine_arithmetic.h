#pragma once

#include "models/core/abi/stavp_descriptor.h"

#include <cstdint>
#include <functional>

namespace stavp::test {

/// Access to operands: the address of `rows` rows of `row_bytes` bytes, `stride` apart, checked and recorded.
struct Operands {
    std::function<const std::uint8_t*(std::uint32_t address, std::uint32_t rows, std::uint32_t row_bytes,
                                      std::uint32_t stride)>
        read;
    std::function<std::uint8_t*(std::uint32_t address, std::uint32_t rows, std::uint32_t row_bytes,
                                std::uint32_t stride)>
        write;
};

/// docs/arithmetic.md, element by element. Throw std::invalid_argument for a descriptor that programming-model.md
/// calls bad.
void run_matmul(const stavp_sta_descriptor& command, const Operands& operands);
void run_softmax(const stavp_softmax_descriptor& command, const Operands& operands);
void run_vector(const stavp_vector_descriptor& command, const Operands& operands);

} // namespace stavp::test
