#include "models/ddr/address_map.h"

#include <bit>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace stavp {

namespace {

unsigned log2_of(std::uint32_t power_of_two) {
    return static_cast<unsigned>(std::countr_zero(power_of_two));
}

} // namespace

AddressMap::Field& AddressMap::named(std::string_view word) {
    if (word == "row") return row_;
    if (word == "bank") return bank_;
    if (word == "bankgroup") return bankgroup_;
    if (word == "column") return column_;
    if (word == "rank") return rank_;
    if (word == "channel") return channel_;
    throw std::invalid_argument("address_map: unknown field '" + std::string(word) + "'");
}

AddressMap::AddressMap(std::string_view fields, const DramTiming& timing, std::uint32_t channels) {
    row_.bits = log2_of(timing.rows);
    bank_.bits = log2_of(timing.banks / timing.bankgroups);
    bankgroup_.bits = log2_of(timing.bankgroups);
    column_.bits = log2_of(timing.columns / timing.burst_length);
    rank_.bits = log2_of(timing.ranks);
    channel_.bits = log2_of(channels);
    std::istringstream words{std::string(fields)};
    std::vector<Field*> high_to_low;
    for (std::string word; words >> word;) {
        auto& field = named(word);
        if (field.seen) throw std::invalid_argument("address_map: field '" + word + "' is repeated");
        field.seen = true;
        high_to_low.push_back(&field);
    }
    for (const auto* name : {"row", "bank", "bankgroup", "column", "rank"})
        if (const auto& field = named(name); !field.seen && (field.bits > 0 || &field == &row_ || &field == &column_))
            throw std::invalid_argument("address_map: field '" + std::string(name) + "' is missing");
    if (!channel_.seen) high_to_low.push_back(&channel_);
    auto shift = log2_of(timing.burst_bytes());
    for (auto field = high_to_low.rbegin(); field != high_to_low.rend(); ++field) {
        (*field)->shift = shift;
        shift += (*field)->bits;
    }
}

} // namespace stavp
