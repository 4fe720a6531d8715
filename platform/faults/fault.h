#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace stavp::faults {

enum class FaultKind {
    bus_error,
    bit_flip,
    interrupt_dropped,
    interrupt_spurious,
    dma_stops,
    engine_hangs,
    ddr_slow,
    count
};
std::string_view name_of(FaultKind kind);
std::vector<std::string> kind_names();

/// One fault of a plan; which members mean something depends on its kind, see keys_of().
struct Fault {
    FaultKind kind = FaultKind::bus_error;
    std::optional<std::string> initiator;
    std::optional<std::uint64_t> access; ///< of the initiator, counted from 1
    std::optional<std::uint64_t> address;
    bool random_address = false; ///< drawn from [from, from + bytes)
    std::optional<std::uint64_t> from;
    std::optional<std::uint64_t> bytes;
    std::optional<std::uint64_t> first; ///< accesses that fail; without it all
    std::optional<std::string> memory;
    std::vector<std::uint64_t> bits;    ///< 0 to 63 of the word, 64 to 71 of its check bits
    std::optional<std::uint64_t> flips; ///< bits to be drawn
    std::optional<std::uint64_t> at_ns;
    std::optional<std::uint64_t> at_layer;
    std::optional<std::string> source;
    std::optional<std::uint64_t> edge;
    std::optional<std::string> engine;
    std::optional<std::uint64_t> channel;
    std::optional<std::uint64_t> command;
    std::optional<std::uint64_t> after_bytes;
    std::optional<std::string> mode;
    std::optional<std::uint64_t> from_ns;
    std::optional<std::uint64_t> to_ns;
    std::optional<std::uint64_t> factor;
};

/// A key that a kind of fault has, tied to the member of the Fault that it was asked of.
struct FaultKey {
    using Number = std::optional<std::uint64_t>*;
    using Word = std::optional<std::string>*;
    using Numbers = std::vector<std::uint64_t>*;

    std::string_view name;
    std::variant<Number, Word, Numbers> member;
    std::uint64_t min = 0;
    std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
    std::vector<std::string> words; ///< that a Word may be
    bool required = false;
    bool hexadecimal = false; ///< as it is shown
};

/// In the order in which they are shown.
std::vector<FaultKey> keys_of(Fault& fault);
/// "kind: bit_flip, memory: ddr, ...": a fault as one line of a plan.
std::string text_of(Fault fault);

/// What became of a fault.
struct FaultReport {
    Fault fault;
    bool fired = false;
    std::uint64_t time_ps = 0; ///< when it fired first
    std::string effect;        ///< what it did then
};

} // namespace stavp::faults
