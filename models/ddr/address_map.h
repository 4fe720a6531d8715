#pragma once

#include "models/ddr/dram_timing.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace stavp {

/// A place in the memory. `group` and `bank` count through all ranks of the channel.
struct DramAddress {
    std::uint32_t rank;
    std::uint32_t group;
    std::uint32_t bank;
    std::uint32_t row;
    std::uint32_t column; ///< in bursts from the start of the row
    std::uint32_t channel = 0;

    bool operator==(const DramAddress&) const = default;
};

/// Turns a byte offset into a place, by a list of bit fields from high to low: `row`, `bank` (within its group),
/// `bankgroup`, `column`, `rank`, `channel`, each once, separated by blanks; `rank` may be left out with one rank,
/// `bankgroup` with one group; a `channel` that is left out lies lowest, so that neighbouring bursts alternate between
/// channels. The bits of a byte within its burst lie below, and `column` counts bursts. Each field is as wide as the
/// geometry says; bits above the highest field are ignored.
class AddressMap {
public:
    /// Throws std::invalid_argument naming the word that is unknown, repeated or missing.
    AddressMap(std::string_view fields, const DramTiming& timing, std::uint32_t channels = 1);

    DramAddress decode(std::uint64_t offset) const {
        const auto bank_in_group = take(offset, bank_);
        const auto group_in_rank = take(offset, bankgroup_);
        const auto rank = take(offset, rank_);
        const auto group = (rank << bankgroup_.bits) | group_in_rank;
        return {rank,
                group,
                (group << bank_.bits) | bank_in_group,
                take(offset, row_),
                take(offset, column_),
                take(offset, channel_)};
    }

private:
    struct Field {
        unsigned shift = 0;
        unsigned bits = 0;
        bool seen = false;
    };

    static std::uint32_t take(std::uint64_t offset, const Field& field) {
        return static_cast<std::uint32_t>((offset >> field.shift) & ((1ull << field.bits) - 1));
    }
    Field& named(std::string_view word);

    Field row_, bank_, bankgroup_, column_, rank_, channel_;
};

} // namespace stavp
