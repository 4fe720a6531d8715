#include "platform/report/candidate_changes.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace stavp {

namespace {

/// Those that disturb the firmware's plan least come first. Where a zero means "unlimited", nothing is there to double.
constexpr std::array<std::string_view, 31> kDoubled = {"sta.lanes",
                                                       "sta.rows",
                                                       "sta.cols",
                                                       "sta.activation_port_bytes_per_cycle",
                                                       "sta.weight_port_bytes_per_cycle",
                                                       "sta.result_port_bytes_per_cycle",
                                                       "sta.selector_width",
                                                       "sta.decoder_groups_per_cycle",
                                                       "sta.drain_ports",
                                                       "softmax.lanes",
                                                       "vector.lanes",
                                                       "buffers.weight.bytes",
                                                       "buffers.weight.banks",
                                                       "buffers.weight.bytes_per_cycle",
                                                       "buffers.input.bytes",
                                                       "buffers.input.banks",
                                                       "buffers.input.bytes_per_cycle",
                                                       "buffers.intermediate.bytes",
                                                       "buffers.intermediate.banks",
                                                       "buffers.intermediate.bytes_per_cycle",
                                                       "buffers.output.bytes",
                                                       "buffers.output.banks",
                                                       "buffers.output.bytes_per_cycle",
                                                       "bus.bytes_per_cycle",
                                                       "bus.outstanding",
                                                       "ddr.channels",
                                                       "ddr.queue_depth",
                                                       "dma.channels",
                                                       "dma.outstanding",
                                                       "dma.burst_bytes",
                                                       "cpu.clock_mhz"};

struct Switch {
    std::string_view key;
    std::string_view better;
};

constexpr std::array<Switch, 9> kSwitches = {
    Switch{"scheduler.fuse", "true"},    {"scheduler.prefetch", "true"},
    {"scheduler.resident", "true"},      {"sta.fold_overlap", "true"},
    {"softmax.placement", "on_chip"},    {"buffers.weight.ping_pong", "true"},
    {"buffers.input.ping_pong", "true"}, {"buffers.intermediate.ping_pong", "true"},
    {"buffers.output.ping_pong", "true"}};

/// Nothing where the range ends, or for a zero.
std::optional<config::Value> doubled(const config::Field& field) {
    auto value = field.get();
    double size = 0;
    if (auto* whole = std::get_if<std::uint64_t>(&value)) size = static_cast<double>(*whole *= 2);
    if (auto* number = std::get_if<double>(&value)) size = *number *= 2;
    if (size == 0 || size > field.max) return std::nullopt;
    return value;
}

} // namespace

std::vector<KeyChange> candidate_changes(const config::PlatformConfig& config) {
    auto copy = config;
    const auto schema = config::platform_schema(copy);
    const auto field_of = [&](std::string_view key) {
        return *std::find_if(schema.begin(), schema.end(),
                             [&](const config::Field& field) { return field.key == key; });
    };
    std::vector<KeyChange> changes;
    for (const auto& [key, better] : kSwitches) {
        const auto field = field_of(key);
        if (const auto now = config::format(field, field.get()); now != better)
            changes.push_back({field.key, now, std::string(better)});
    }
    for (const auto key : kDoubled) {
        const auto field = field_of(key);
        if (const auto after = doubled(field))
            changes.push_back({field.key, config::format(field, field.get()), config::format(field, *after)});
    }
    return changes;
}

config::PlatformConfig with_change(const config::PlatformConfig& config, const KeyChange& change) {
    auto copy = config;
    for (const auto& field : config::platform_schema(copy))
        if (field.key == change.key) field.set(config::parse(field, {change.to, false}));
    return copy;
}

} // namespace stavp
