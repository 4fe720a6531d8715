#pragma once

#include "workloads/format/image.h"

#include <cstdint>
#include <span>

namespace stavp {

/// Bytes that a layer must move when it runs alone and everything starts and ends in DDR: each of its operands once,
/// compressed weights with their maps or indices, its parameters, its output. `fused`: layers that run within it, in
/// this order; what one hands to the next then moves nowhere.
std::uint64_t operand_bytes(const workloads::Image& image, std::uint32_t layer, std::span<const std::uint32_t> fused);

} // namespace stavp
