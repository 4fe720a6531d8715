#pragma once

#include "platform/soc/soc.h"
#include "workloads/format/image.h"

#include <cstdint>
#include <vector>

namespace stavp {

/// An activation tensor as it lies in simulated memory, rows x cols tightly packed.
std::vector<std::uint8_t> read_tensor(Soc& soc, const workloads::Image& image, std::uint64_t image_base,
                                      const nmw_tensor& tensor);

} // namespace stavp
