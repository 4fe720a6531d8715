#include "platform/energy/energy_model.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace stavp {

namespace {

constexpr double kKib = 1024;
constexpr double kWordBytes = 8;
/// 1 uW for 1 ns.
constexpr double kPjPerMicrowattNanosecond = 1e-3;
/// 1 mW for 1 ns.
constexpr double kPjPerMilliwattNanosecond = 1;

struct Point {
    double bytes;
    Figure figure;
};

double on_line(double x, double x0, double y0, double x1, double y1) {
    return std::exp(std::log(y0) + (std::log(y1) - std::log(y0)) * std::log(x / x0) / std::log(x1 / x0));
}

ActionCost cost(std::string name, const Figure& figure, double times = 1) {
    return {std::move(name), figure.value * times, figure.factor};
}

Energy energy_of(std::uint64_t count, const ActionCost& each) {
    const auto pj = static_cast<double>(count) * each.pj;
    return {pj, pj / each.factor, pj * each.factor};
}

double all_buffer_kib(const config::PlatformConfig& config) {
    std::uint64_t bytes = 0;
    for (const auto* buffer :
         {&config.weight_buffer, &config.input_buffer, &config.intermediate_buffer, &config.output_buffer})
        bytes += buffer->bytes;
    return static_cast<double>(bytes) / kKib;
}

} // namespace

Figure sram_access(const EnergyTable& table, double bytes) {
    const Point small{8 * kKib, table.sram_8kib};
    const Point middle{32 * kKib, table.sram_32kib};
    const Point large{kKib * kKib, table.sram_1mib};
    const auto& low = bytes < middle.bytes ? small : middle;
    const auto& high = bytes < middle.bytes ? middle : large;
    if (low.figure.value <= 0 || high.figure.value <= 0) return {0, 1, ""};
    return {on_line(bytes, low.bytes, low.figure.value, high.bytes, high.figure.value),
            std::max(low.figure.factor, high.figure.factor), low.figure.source};
}

std::vector<ActionCost> action_costs(const config::PlatformConfig& config) {
    const auto& table = config.energy;
    const auto& dram = config.dram_energy;
    const double multipliers = static_cast<double>(config.sta.rows) * config.sta.cols * config.sta.lanes;
    std::vector<ActionCost> costs = {
        cost("sta.multiplies", table.int8_multiply),        cost("sta.additions", table.int32_add),
        cost("sta.selector_levels", table.selector_level),  cost("sta.register_bytes", table.register_byte),
        cost("sta.requantised", table.int32_multiply),      cost("softmax.elements", table.softmax_element),
        cost("vector.element_passes", table.vector_element)};
    const auto add_buffer = [&](const std::string& part, const BufferConfig& buffer) {
        const auto access = sram_access(table, static_cast<double>(buffer.bytes));
        costs.push_back(cost(part + ".engine_bytes", access, 1 / kWordBytes));
        costs.push_back(cost(part + ".bus_bytes", access, 1 / kWordBytes));
    };
    add_buffer("weight_buffer", config.weight_buffer);
    add_buffer("input_buffer", config.input_buffer);
    add_buffer("intermediate_buffer", config.intermediate_buffer);
    add_buffer("output_buffer", config.output_buffer);
    costs.insert(costs.end(),
                 {cost("bus.bytes", table.bus_byte), cost("dram.activates", dram.activate),
                  cost("dram.read_bytes", dram.read), cost("dram.write_bytes", dram.write),
                  cost("dram.refreshes", dram.refresh),
                  cost("dram.background_ns", dram.background,
                       kPjPerMilliwattNanosecond * config.ddr.timing.ranks * config.ddr.channels),
                  cost("cpu.instructions", table.instruction),
                  cost("leakage.buffers_ns", table.sram_leakage, kPjPerMicrowattNanosecond * all_buffer_kib(config)),
                  cost("leakage.array_ns", table.multiplier_leakage, kPjPerMicrowattNanosecond * multipliers)});
    return costs;
}

EnergyReport energy_of(const Counters& counts, const std::vector<ActionCost>& costs) {
    EnergyReport report;
    for (const auto& counter : counts) {
        const auto& name = counter.first;
        const auto count = counter.second;
        const auto found =
            std::find_if(costs.begin(), costs.end(), [&](const ActionCost& each) { return each.name == name; });
        if (found == costs.end()) throw std::invalid_argument("no energy is known for " + name);
        const auto dot = name.find('.');
        const auto part = name.substr(0, dot);
        const auto energy = energy_of(count, *found);
        report.actions.push_back({part, name.substr(dot + 1), count, found->pj, found->factor, energy});
        if (report.parts.empty() || report.parts.back().part != part) report.parts.push_back({part, {}});
        report.parts.back().energy += energy;
        report.total += energy;
    }
    return report;
}

void add_energy(RunResult& result, const config::PlatformConfig& config) {
    const auto costs = action_costs(config);
    result.energy = {config.energy.name, config.dram_energy.grade, config.energy.node_nm, config.energy.voltage_v,
                     energy_of(result.actions, costs)};
    for (auto& layer : result.layers)
        layer.energy = energy_of(layer.actions, costs);
}

} // namespace stavp
