#pragma once

#include "platform/config/platform_config.h"
#include "platform/gemm/problem.h"
#include "platform/gemm/tiling.h"

#include <array>
#include <cstdint>
#include <variant>
#include <vector>

namespace stavp::gemm {

/// Where the operands, the result and the descriptors lie in DDR; `end` is the first byte behind them.
struct Layout {
    std::uint64_t x = 0, w = 0, map = 0, y = 0, descriptors = 0;
};

Layout lay_out(const Problem& problem, std::uint64_t ddr_base);

/// Sync counters of the schedule.
enum Counter : unsigned { kXLoaded, kWLoaded, kProducts, kStored, kFinished };

using Descriptor = std::array<std::uint8_t, STAVP_DESCRIPTOR_BYTES>;

/// The commands of one queue, in order; each but the last will name the next one's address.
using Chain = std::vector<Descriptor>;

/// All commands of a product. Tiles of X, W and Y rotate through slots of their buffers, so that the tiles of the next
/// product are loaded, and those of the last one stored, while the array works. A tile that is still in its slot is not
/// loaded again. Partial sums of a cut reduction stay in the intermediate buffer.
/// The array's chain ends with a command that waits for the last store and counts kFinished.
struct Schedule {
    std::vector<Chain> dma; ///< by channel; X, W and Y have channels of their own as far as there are any
    Chain sta;
    std::uint64_t descriptors() const;
};

Schedule make_schedule(const config::PlatformConfig& config, const Problem& problem, const Tiling& tiling,
                       const Layout& layout);

/// Links each chain and returns the bytes for layout.descriptors on, and the address of each chain's first command
/// (0 for an empty one), the array's last.
struct Image {
    std::vector<std::uint8_t> bytes;
    std::vector<std::uint64_t> heads;
};
Image link(const Schedule& schedule, std::uint64_t address);

} // namespace stavp::gemm
