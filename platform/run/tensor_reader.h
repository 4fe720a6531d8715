#pragma once

#include "platform/soc/soc.h"
#include "workloads/format/image.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace stavp {

/// An activation tensor as it lies in simulated memory, rows x cols tightly packed; nothing where ECC finds an error in
/// it that it cannot correct.
std::optional<std::vector<std::uint8_t>> read_tensor(Soc& soc, const workloads::Image& image, std::uint64_t image_base,
                                                     const nmw_tensor& tensor);

} // namespace stavp
