#pragma once

#include "platform/campaign/census.h"
#include "platform/config/platform_config.h"
#include "platform/faults/fault.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace stavp::faults {

/// What faults are drawn for.
struct DrawSpace {
    const Census& census;
    const config::PlatformConfig& config;
    std::uint64_t end_ns = 0; ///< of the run without faults
    /// Code and data that lie in DDR from the beginning: base and bytes.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> loaded;
};

/// `count` faults from `seed`, all kinds in turn; a kind that can meet nothing is left out.
///
/// Rules: accesses, commands and edges are drawn evenly from those of the run without faults. Bits (one in 70 % of the
/// cases, else two of one word) flip in words that are looked at, up to 2 us before or after one of the looks, and in
/// DDR in every third case anywhere in what was loaded, at any time. DDR is slow from up to 2 us before a look at it to
/// up to 20 us behind.
std::vector<Fault> draw_faults(const DrawSpace& space, std::uint64_t seed, std::size_t count);

} // namespace stavp::faults
