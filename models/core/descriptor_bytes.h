#pragma once

#include "models/core/abi/stavp_descriptor.h"

#include <array>
#include <cstdint>

namespace stavp {

using DescriptorBytes = std::array<std::uint8_t, STAVP_DESCRIPTOR_BYTES>;

} // namespace stavp
