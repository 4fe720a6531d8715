#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stavp::trace {

/// How an access went.
enum class TlmPath : std::uint8_t {
    blocking,     ///< b_transport
    non_blocking, ///< nb_transport, the base protocol
    dmi           ///< a host pointer; or debug transport where an engine was given none
};

std::string_view name_of(TlmPath path);

/// TLM-2.0's responses, by their numbers in the file.
enum class TlmStatus : std::uint8_t { ok, incomplete, generic_error, address_error, command_error, burst_error,
                                      byte_enable_error };

std::string_view name_of(TlmStatus status);

/// One access: `rows` rows of `row_bytes` bytes, `stride` bytes apart. Times are simulated time.
struct TlmAccess {
    static constexpr unsigned kNoTarget = 255;

    TlmPath path = TlmPath::blocking;
    TlmStatus status = TlmStatus::ok;
    bool write = false;
    bool fetch = false;     ///< code that the CPU runs, through DMI
    unsigned initiator = 0; ///< in TlmNames::initiators
    unsigned target = 0;    ///< in TlmNames::targets, or kNoTarget
    std::uint64_t begin_ps = 0;
    std::uint64_t end_ps = 0;
    std::uint64_t address = 0;
    std::uint64_t row_bytes = 0;
    std::uint64_t rows = 1;
    std::uint64_t stride = 0;

    std::uint64_t bytes() const { return rows * row_bytes; }
    bool operator==(const TlmAccess&) const = default;
};

/// A layer begins or ends: the firmware's markers.
struct TlmMarker {
    std::uint64_t time_ps = 0;
    std::uint32_t layer = 0;
    bool begins = false;

    bool operator==(const TlmMarker&) const = default;
};

struct TlmTarget {
    std::string name;
    std::uint64_t base = 0;
    std::uint64_t bytes = 0;

    bool operator==(const TlmTarget&) const = default;
};

/// What the numbers in the records stand for.
struct TlmNames {
    std::vector<std::string> initiators; ///< at most 255
    std::vector<TlmTarget> targets;      ///< at most 255
    std::vector<std::string> layers;

    bool operator==(const TlmNames&) const = default;
};

} // namespace stavp::trace
