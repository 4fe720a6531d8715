#include "platform/faults/fault.h"

#include "models/core/secded.h"
#include "platform/soc/memory_map.h"

#include <array>
#include <fmt/format.h>

namespace stavp::faults {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(FaultKind::count)> kNames = {
    "bus_error", "bit_flip", "interrupt_dropped", "interrupt_spurious", "dma_stops", "engine_hangs", "ddr_slow"};
constexpr std::uint64_t kMostRangeBytes = 16 << 20;
constexpr std::uint64_t kMostBits = 72;
constexpr std::uint64_t kMostNs = 1'000'000'000'000;
constexpr std::uint64_t kMostChannels = 8;
constexpr std::uint64_t kMostFactor = 1000;

const std::vector<std::string> kInitiators = {"cpu", "dma", "sta", "softmax", "vector"};
const std::vector<std::string> kMemories = {"ddr", "weight", "input", "intermediate", "output"};
const std::vector<std::string> kEngines = {"sta", "softmax", "vector"};
const std::vector<std::string> kModes = {"hangs", "short"};

std::vector<std::string> interrupt_sources() {
    std::vector<std::string> names;
    for (const auto& device : memory_map::kDevices)
        if (device.interrupt != 0) names.emplace_back(device.name);
    return names;
}

FaultKey number(std::string_view name, std::optional<std::uint64_t>& member, std::uint64_t min, std::uint64_t max,
                bool required = false) {
    return {name, &member, min, max, {}, required, false};
}

FaultKey address(std::string_view name, std::optional<std::uint64_t>& member) {
    return {name, &member, 0, std::numeric_limits<std::uint64_t>::max(), {}, false, true};
}

FaultKey word(std::string_view name, std::optional<std::string>& member, std::vector<std::string> words,
              bool required = true) {
    return {name, &member, 0, 0, std::move(words), required, false};
}

std::string value_text(const FaultKey& key) {
    if (const auto* const* given = std::get_if<FaultKey::Number>(&key.member)) {
        if (!**given) return "";
        return key.hexadecimal ? fmt::format("{:#x}", ***given) : std::to_string(***given);
    }
    if (const auto* const* given = std::get_if<FaultKey::Word>(&key.member)) return (**given).value_or("");
    const auto& bits = *std::get<FaultKey::Numbers>(key.member);
    return bits.empty() ? "" : fmt::format("[{}]", fmt::join(bits, ", "));
}

} // namespace

std::string_view name_of(FaultKind kind) {
    return kNames[static_cast<std::size_t>(kind)];
}

std::vector<std::string> kind_names() {
    return {kNames.begin(), kNames.end()};
}

std::vector<FaultKey> keys_of(Fault& f) {
    constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
    switch (f.kind) {
    case FaultKind::bus_error:
        return {word("initiator", f.initiator, kInitiators, false), number("access", f.access, 1, kMost),
                address("address", f.address), number("bytes", f.bytes, 1, kMostRangeBytes),
                number("first", f.first, 1, kMost)};
    case FaultKind::bit_flip:
        return {word("memory", f.memory, kMemories),
                address("address", f.address),
                address("from", f.from),
                number("bytes", f.bytes, kSecdedWordBytes, kMost),
                {"bits", &f.bits, 0, kMostBits - 1, {}, false, false},
                number("flips", f.flips, 1, kMostBits),
                number("at_ns", f.at_ns, 0, kMostNs),
                number("at_layer", f.at_layer, 0, std::numeric_limits<std::uint32_t>::max())};
    case FaultKind::interrupt_dropped:
        return {word("source", f.source, interrupt_sources()), number("edge", f.edge, 1, kMost, true)};
    case FaultKind::interrupt_spurious:
        return {word("source", f.source, interrupt_sources()), number("at_ns", f.at_ns, 0, kMostNs, true)};
    case FaultKind::dma_stops:
        return {number("channel", f.channel, 0, kMostChannels - 1, true), number("command", f.command, 1, kMost, true),
                number("after_bytes", f.after_bytes, 0, kMost, true), word("mode", f.mode, kModes)};
    case FaultKind::engine_hangs:
        return {word("engine", f.engine, kEngines), number("command", f.command, 1, kMost, true)};
    case FaultKind::ddr_slow:
        return {number("from_ns", f.from_ns, 0, kMostNs, true), number("to_ns", f.to_ns, 1, kMostNs, true),
                number("factor", f.factor, 2, kMostFactor, true)};
    case FaultKind::count:
        break;
    }
    return {};
}

std::string text_of(Fault fault) {
    auto text = fmt::format("kind: {}", name_of(fault.kind));
    for (const auto& key : keys_of(fault))
        if (const auto value = value_text(key); !value.empty()) text += fmt::format(", {}: {}", key.name, value);
    return text;
}

} // namespace stavp::faults
