#pragma once

#include "models/core/fixed_point.h"

#include <cstddef>
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

/// The scaled sum of a product and a residual, as the vector unit's ADD makes it (docs/arithmetic.md).
struct ResidualSum {
    std::int32_t product_mult = 0;
    std::int32_t residual_mult = 0;
    std::uint32_t shift = 1;
    unsigned product_type = 0;
    unsigned residual_type = 0;

    /// Types that the output stage takes, factors and shift in range.
    bool valid() const;
};

inline constexpr std::uint64_t kTableBytes = 256;

/// Replaces each element of int8 results by the table's entry for its bit pattern.
void look_up(std::span<const std::uint8_t> table, std::span<std::uint8_t> results);

/// `count` elements of `type` from as many of sum.product_type and of sum.residual_type.
void add_residual(const ResidualSum& sum, const std::uint8_t* product, const std::uint8_t* residual, std::size_t count,
                  unsigned type, std::uint8_t* out);

} // namespace stavp
