#pragma once

#include "models/core/fixed_point.h"

#include <cstdint>
#include <span>
#include <vector>

namespace stavp {

/// One output channel's part of the requantisation; the first three words of the 16-byte record in memory.
struct Channel {
    std::int32_t bias = 0;
    Factor factor{0, 1};
};

inline constexpr std::uint64_t kChannelRecordBytes = 16;

/// Decodes `count` {int32 bias, int32 mult, uint32 shift, uint32 zero} records; false if one is out of range.
bool decode_channels(const std::uint8_t* records, std::uint64_t count, std::vector<Channel>& channels);

/// Turns accumulators (rows x channels.size()) into output elements of `type` (I8, U8 or I16), little-endian, no gaps.
void write_outputs(std::span<const std::int32_t> acc, std::span<const Channel> channels, bool relu, unsigned type,
                   std::vector<std::uint8_t>& out);

} // namespace stavp
