#include "platform/report/layer_demand.h"
#include "platform/report/roofline_model.h"

#include <algorithm>

namespace stavp {

namespace {

/// A host that lets engines be without a command for less has time to spare, the more so if it is not always at work.
constexpr double kBusyHost = 0.9;
constexpr double kIdleEngine = 0.03;
constexpr double kIdleEngineAlways = 0.1;
/// DMA channels that move data for more of the time have no time to spare.
constexpr double kBusyChannel = 0.9;

/// The time in which a channel of the DMA had a transfer under way: of the busiest one.
double transfer_cycles(const LayerReport& layer) {
    double most = 0;
    for (const auto& share : layer.engines) {
        if (!share.name.starts_with("dma")) continue;
        double cycles = cycles_in(share.activities, {Activity::busy});
        for (std::size_t i = 0; i < kActivityCount; ++i)
            if (is_transfer_cause(static_cast<Activity>(i))) cycles += static_cast<double>(share.activities.at(i));
        most = std::max(most, cycles);
    }
    return most;
}

double at_work(const Counters& host) {
    double cycles = 0;
    for (const auto& [name, count] : host) {
        if (name == "cycles") cycles += static_cast<double>(count);
        if (name == "wfi_cycles") cycles -= static_cast<double>(count);
    }
    return std::max(0.0, cycles);
}

} // namespace

double cycles_in(const ActivityCycles& cycles, std::initializer_list<Activity> activities) {
    std::uint64_t sum = 0;
    for (const auto activity : activities)
        sum += cycles.at(activity_index(activity));
    return static_cast<double>(sum);
}

ActivityCycles activities_in(const LayerReport& layer, std::string_view engine) {
    for (const auto& share : layer.engines)
        if (share.name == engine) return share.activities;
    return {};
}

LayerDemand::LayerDemand(const LayerReport& layer, const config::PlatformConfig& config)
    : layer_cycles_(static_cast<double>(layer.cycles)) {
    using A = Activity;
    const auto rates = peak_rates(config);
    const auto bytes = layer.roofline ? static_cast<double>(layer.roofline->moved_bytes) : 0;
    bus_peak_ = bytes / rates.bus_bytes;
    ddr_peak_ = bytes / rates.ddr_bytes;
    waits_ = cycles_in(layer.activities, {A::weights, A::activations, A::output_space});
    idle_ = layer_cycles_ > 0 ? cycles_in(layer.activities, {A::no_command}) / layer_cycles_ : 0;
    host_ = std::min(layer_cycles_, at_work(layer.host) * config.sta_clock_mhz / config.cpu.clock_mhz);
    set(Resource::array, cycles_in(activities_in(layer, "sta"), {A::busy, A::operand_port, A::result_port}));
    set(Resource::softmax, cycles_in(activities_in(layer, "softmax"), {A::busy, A::fill_drain}));
    set(Resource::vector, cycles_in(activities_in(layer, "vector"), {A::busy, A::fill_drain}));
    set(Resource::bus, bus_peak_ / kBusEfficiency);
    set(Resource::ddr, ddr_peak_ / kDdrEfficiency);
    const auto transfers = transfer_cycles(layer);
    const bool latency_sets_the_pace =
        transfers > kBusyChannel * layer_cycles_ && std::max(bus_peak_, ddr_peak_) < kBusyMemory * layer_cycles_;
    set(Resource::transfers, latency_sets_the_pace ? transfers : 0);
    const bool host_counts = idle_ > kIdleEngineAlways || (idle_ > kIdleEngine && host_ > kBusyHost * layer_cycles_);
    set(Resource::host, host_counts ? host_ : 0);
    for (auto& cycles : cycles_)
        cycles = std::min(cycles, layer_cycles_);
}

double LayerDemand::most_but(Resource resource) const {
    double most = 0;
    for (std::size_t i = 0; i < kResourceCount; ++i)
        if (i != static_cast<std::size_t>(resource)) most = std::max(most, cycles_.at(i));
    return most;
}

Resource LayerDemand::binding() const {
    return static_cast<Resource>(std::max_element(cycles_.begin(), cycles_.end()) - cycles_.begin());
}

double LayerDemand::saved(Resource resource, double after) const {
    const auto others = most_but(resource);
    return std::max(0.0, std::max(of(resource), others) - std::max(after, others));
}

} // namespace stavp
