#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stavp {

/// One DRAM channel: JEDEC parameters in memory clocks (tCK_ps apart), and its geometry. Data move on both edges.
/// Names are those of the JEDEC documents; defaults are DDR4-2400R, 8 Gb x8 devices (configs/dram/ddr4_2400.yaml).
struct DramTiming {
    std::uint32_t tCK_ps = 833; ///< clock period, picoseconds
    std::uint32_t CL = 16;      ///< RD to first data (read latency)
    std::uint32_t CWL = 12;     ///< WR to first data (write latency)
    std::uint32_t tRCD = 16;    ///< ACT to RD or WR
    std::uint32_t tRP = 16;     ///< PRE to ACT
    std::uint32_t tRAS = 39;    ///< ACT to PRE
    std::uint32_t tRC = 55;     ///< ACT to ACT, same bank
    std::uint32_t tRRD_S = 4;   ///< ACT to ACT, other bank group
    std::uint32_t tRRD_L = 6;   ///< ACT to ACT, same bank group
    std::uint32_t tFAW = 26;    ///< window of any four ACTs of a rank
    std::uint32_t tCCD_S = 4;   ///< RD to RD or WR to WR, other bank group
    std::uint32_t tCCD_L = 6;   ///< the same, same bank group
    std::uint32_t tWTR_S = 3;   ///< end of write data to RD, other bank group
    std::uint32_t tWTR_L = 9;   ///< the same, same bank group
    std::uint32_t tWR = 18;     ///< end of write data to PRE
    std::uint32_t tRTP = 9;     ///< RD to PRE
    std::uint32_t tRTW = 2;     ///< end of read data to start of write data: preambles and turn-round of the bus
    std::uint32_t tCS = 2;      ///< between data of different ranks; *assumption*: JEDEC leaves it to the board
    std::uint32_t tRFC = 421;   ///< REF to the next command
    std::uint32_t tREFI = 9360; ///< mean distance of REFs
    std::uint32_t burst_length = 8;
    std::uint32_t ranks = 1;
    std::uint32_t bankgroups = 4; ///< per rank
    std::uint32_t banks = 16;     ///< per rank, all bank groups together
    std::uint32_t rows = 65536;   ///< per bank
    std::uint32_t columns = 1024; ///< per row, each `channel_width` bits wide
    std::uint32_t device_width = 8;
    std::uint32_t channel_width = 64; ///< data bits

    /// Bytes of one column burst.
    constexpr std::uint32_t burst_bytes() const { return burst_length * (channel_width / 8); }
    /// Clocks that one burst occupies the data bus.
    constexpr std::uint32_t burst_clocks() const { return burst_length / 2; }
    constexpr std::uint32_t devices_per_rank() const { return channel_width / device_width; }
    constexpr std::uint64_t capacity_bytes() const {
        return static_cast<std::uint64_t>(ranks) * banks * rows * columns * (channel_width / 8);
    }
    constexpr double peak_bytes_per_ns() const { return 2000.0 * channel_width / 8 / tCK_ps; }

    bool operator==(const DramTiming&) const = default;
};

struct DramTimingField {
    std::string_view name;
    std::uint32_t DramTiming::*member;
};

/// Every field by its name: the keys of configs/dram/*.yaml.
inline constexpr std::array kDramTimingFields = {
    DramTimingField{"tCK_ps", &DramTiming::tCK_ps},
    DramTimingField{"CL", &DramTiming::CL},
    DramTimingField{"CWL", &DramTiming::CWL},
    DramTimingField{"tRCD", &DramTiming::tRCD},
    DramTimingField{"tRP", &DramTiming::tRP},
    DramTimingField{"tRAS", &DramTiming::tRAS},
    DramTimingField{"tRC", &DramTiming::tRC},
    DramTimingField{"tRRD_S", &DramTiming::tRRD_S},
    DramTimingField{"tRRD_L", &DramTiming::tRRD_L},
    DramTimingField{"tFAW", &DramTiming::tFAW},
    DramTimingField{"tCCD_S", &DramTiming::tCCD_S},
    DramTimingField{"tCCD_L", &DramTiming::tCCD_L},
    DramTimingField{"tWTR_S", &DramTiming::tWTR_S},
    DramTimingField{"tWTR_L", &DramTiming::tWTR_L},
    DramTimingField{"tWR", &DramTiming::tWR},
    DramTimingField{"tRTP", &DramTiming::tRTP},
    DramTimingField{"tRTW", &DramTiming::tRTW},
    DramTimingField{"tCS", &DramTiming::tCS},
    DramTimingField{"tRFC", &DramTiming::tRFC},
    DramTimingField{"tREFI", &DramTiming::tREFI},
    DramTimingField{"burst_length", &DramTiming::burst_length},
    DramTimingField{"ranks", &DramTiming::ranks},
    DramTimingField{"bankgroups", &DramTiming::bankgroups},
    DramTimingField{"banks", &DramTiming::banks},
    DramTimingField{"rows", &DramTiming::rows},
    DramTimingField{"columns", &DramTiming::columns},
    DramTimingField{"device_width", &DramTiming::device_width},
    DramTimingField{"channel_width", &DramTiming::channel_width},
};
static_assert(kDramTimingFields.size() * sizeof(std::uint32_t) == sizeof(DramTiming));

/// What is wrong with a timing set, naming the field, or nothing.
std::optional<std::string> find_error(const DramTiming& timing);

} // namespace stavp
