#include "platform/report/roofline_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace stavp {

namespace {

constexpr double kNanosecondsPerMicrosecond = 1000;
constexpr double kPercent = 100;
constexpr double kKib = 1024;

std::uint64_t cycles_for(std::uint64_t amount, double per_cycle) {
    return amount == 0 ? 0 : static_cast<std::uint64_t>(std::ceil(static_cast<double>(amount) / per_cycle));
}

std::uint64_t count_of(const Counters& counters, std::string_view name) {
    for (const auto& [key, count] : counters)
        if (key == name) return count;
    return 0;
}

} // namespace

PeakRates peak_rates(const config::PlatformConfig& config) {
    const auto ns_per_cycle = kNanosecondsPerMicrosecond / config.sta_clock_mhz;
    PeakRates rates;
    rates.macs = static_cast<double>(config.sta.rows) * config.sta.cols * config.sta.lanes;
    rates.softmax_elements = config.softmax.lanes;
    rates.vector_elements = config.vector.lanes;
    rates.ddr_bytes = config.ddr.channels * config.ddr.timing.peak_bytes_per_ns() * ns_per_cycle;
    rates.bus_bytes = config.bus.bytes_per_cycle * config.bus.clock_mhz / config.sta_clock_mhz;
    return rates;
}

Roofline roofline_of(const LayerReport& layer, const PeakRates& rates) {
    struct Work {
        std::string_view engine;
        std::uint64_t cycles;
    };
    const std::array<Work, 3> work = {Work{"sta", cycles_for(count_of(layer.actions, "sta.additions"), rates.macs)},
                                      Work{"softmax", cycles_for(layer.softmax_elements, rates.softmax_elements)},
                                      Work{"vector", cycles_for(layer.vector_elements, rates.vector_elements)}};
    const auto& most =
        *std::max_element(work.begin(), work.end(), [](const Work& a, const Work& b) { return a.cycles < b.cycles; });
    Roofline roofline;
    roofline.compute_cycles = most.cycles;
    roofline.compute_engine = most.engine;
    const bool bus_is_slower = rates.bus_bytes < rates.ddr_bytes;
    const auto bytes_per_cycle = std::min(rates.bus_bytes, rates.ddr_bytes);
    roofline.memory_limit = bus_is_slower ? "bus" : "ddr";
    roofline.moved_bytes = count_of(layer.dram, "read_bytes") + count_of(layer.dram, "write_bytes");
    roofline.memory_cycles = cycles_for(roofline.moved_bytes, bytes_per_cycle);
    roofline.operand_bytes = layer.operand_bytes;
    roofline.operand_memory_cycles = cycles_for(layer.operand_bytes, bytes_per_cycle);
    roofline.bound = roofline.memory_cycles > roofline.compute_cycles ? "memory" : "compute";
    roofline.reached =
        layer.cycles == 0 ? 0 : static_cast<double>(roofline.cycles()) / static_cast<double>(layer.cycles);
    return roofline;
}

void add_rooflines(RunResult& result, const config::PlatformConfig& config) {
    const auto rates = peak_rates(config);
    for (auto& layer : result.layers)
        layer.roofline = roofline_of(layer, rates);
}

std::string roofline_table(const RunResult& result) {
    std::size_t width = std::string_view("layer").size();
    for (const auto& layer : result.layers)
        width = std::max(width, layer.name.size());
    auto text = fmt::format("{:<{}}  {:>12}  {:>12}  {:>12}  {:<14}  {:>8}  {:>11}  {:>12}\n", "layer", width, "cycles",
                            "compute", "memory", "bound by", "reached", "KiB moved", "KiB operands");
    for (const auto& layer : result.layers) {
        if (!layer.roofline) continue;
        const auto& roofline = *layer.roofline;
        const auto by = roofline.bound == "memory" ? roofline.memory_limit : roofline.compute_engine;
        text += fmt::format("{:<{}}  {:>12}  {:>12}  {:>12}  {:<14}  {:>6.1f} %  {:>11.1f}  {:>12.1f}\n", layer.name,
                            width, layer.cycles, roofline.compute_cycles, roofline.memory_cycles,
                            fmt::format("{} ({})", roofline.bound, by), roofline.reached * kPercent,
                            static_cast<double>(roofline.moved_bytes) / kKib,
                            static_cast<double>(roofline.operand_bytes) / kKib);
    }
    return text;
}

} // namespace stavp
