#include "workloads/compress/index.h"
#include "workloads/format/layout.h"

#include <bit>

namespace stavp::workloads {
namespace {

/// ORs a number of `bits` <= 8 bits into a stream, the lowest bit first.
void put_bits(std::span<std::uint8_t> stream, std::uint64_t at, std::uint32_t value, std::uint32_t bits) {
    const std::uint32_t shifted = value << (at % 8);
    stream[at / 8] |= static_cast<std::uint8_t>(shifted);
    if (at % 8 + bits > 8) stream[at / 8 + 1] |= static_cast<std::uint8_t>(shifted >> 8);
}

} // namespace

void store_index_group(std::span<const std::int8_t> group, std::uint32_t kept, Pattern pattern, std::uint64_t index,
                       std::span<std::uint8_t> slots, std::span<std::uint8_t> index_row) {
    while (static_cast<std::uint32_t>(std::popcount(kept)) < pattern.n)
        kept |= kept + 1; // the lowest clear bit
    const std::uint32_t bits = index_bits(pattern.m);
    std::size_t slot = 0;
    for (; kept != 0; kept &= kept - 1) {
        const auto position = static_cast<std::uint32_t>(std::countr_zero(kept));
        put_bits(index_row, (index * pattern.n + slot) * bits, position, bits);
        slots[slot++] = position < group.size() ? static_cast<std::uint8_t>(group[position]) : 0;
    }
}

} // namespace stavp::workloads
