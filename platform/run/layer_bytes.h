#pragma once

#include "workloads/format/image.h"

#include <cstdint>

namespace stavp {

/// Bytes that a layer must move when it runs alone and everything starts and ends in DDR: each of its operands once,
/// compressed weights with their maps or indices, its parameters, its output.
std::uint64_t operand_bytes(const workloads::Image& image, const nmw_layer& layer);

} // namespace stavp
