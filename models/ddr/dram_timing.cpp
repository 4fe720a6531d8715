#include "models/ddr/dram_timing.h"

#include <bit>

namespace stavp {

namespace {

constexpr std::array kPowersOfTwo = {&DramTiming::burst_length, &DramTiming::ranks,        &DramTiming::bankgroups,
                                     &DramTiming::banks,        &DramTiming::rows,         &DramTiming::columns,
                                     &DramTiming::device_width, &DramTiming::channel_width};
constexpr std::array kNotZero = {&DramTiming::tCK_ps, &DramTiming::CL,   &DramTiming::CWL,  &DramTiming::tRCD,
                                 &DramTiming::tRP,    &DramTiming::tRAS, &DramTiming::tRC,  &DramTiming::tCCD_S,
                                 &DramTiming::tCCD_L, &DramTiming::tRFC, &DramTiming::tREFI};
constexpr std::uint32_t kLargest = 1u << 20; ///< keeps every sum of clocks far from overflow

std::string name_of(std::uint32_t DramTiming::*member) {
    for (const auto& field : kDramTimingFields)
        if (field.member == member) return std::string(field.name);
    return {};
}

} // namespace

std::optional<std::string> find_error(const DramTiming& timing) {
    for (const auto& field : kDramTimingFields)
        if (timing.*field.member > kLargest) return std::string(field.name) + " must be at most 1048576";
    for (const auto member : kNotZero)
        if (timing.*member == 0) return name_of(member) + " must not be 0";
    for (const auto member : kPowersOfTwo)
        if (!std::has_single_bit(timing.*member)) return name_of(member) + " must be a power of two";
    if (timing.burst_length < 2) return "burst_length must be at least 2";
    if (timing.channel_width < 8) return "channel_width must be at least 8";
    if (timing.device_width > timing.channel_width) return "device_width must not exceed channel_width";
    if (timing.bankgroups > timing.banks) return "bankgroups must not exceed banks";
    if (timing.columns < timing.burst_length) return "columns must be at least burst_length";
    if (timing.tRFC + timing.tRP + timing.tRC >= timing.tREFI) return "tREFI must exceed tRFC + tRP + tRC";
    return std::nullopt;
}

} // namespace stavp
