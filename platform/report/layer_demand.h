#pragma once

#include "platform/config/platform_config.h"
#include "platform/run/run_result.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace stavp {

/// What can set the pace of a layer. transfers: DMA with too little in flight for the memory's latency.
enum class Resource : std::size_t { array, softmax, vector, bus, ddr, transfers, host, count };

inline constexpr std::size_t kResourceCount = static_cast<std::size_t>(Resource::count);
inline constexpr std::array<std::string_view, kResourceCount> kResourceNames = {"array", "softmax",   "vector", "bus",
                                                                                "ddr",   "transfers", "host"};

/// How long a layer keeps each resource at work, in cycles of the accelerator, at the rates that are reached in
/// practice (docs/bottlenecks.md). None is more than the layer's cycles; what counts for nothing is 0.
class LayerDemand {
public:
    LayerDemand(const LayerReport& layer, const config::PlatformConfig& config);

    double of(Resource resource) const { return cycles_.at(static_cast<std::size_t>(resource)); }
    void set(Resource resource, double cycles) { cycles_.at(static_cast<std::size_t>(resource)) = cycles; }
    double most_but(Resource resource) const;
    /// The one with the most work.
    Resource binding() const;
    double layer_cycles() const { return layer_cycles_; }
    /// Cycles saved where `resource` is at work for only `after`: the others stay, and so does what none explains.
    double saved(Resource resource, double after) const;

    /// Waits of the layer's engine for data or room.
    double waits() const { return waits_; }
    /// Share of its time in which it has no command.
    double idle() const { return idle_; }
    /// The host's own work, whether it counts or not.
    double host_at_work() const { return host_; }
    /// Times of the DDR traffic at the two ways' peak rates.
    double bus_peak() const { return bus_peak_; }
    double ddr_peak() const { return ddr_peak_; }

    /// Shares of the peak rates that DMA reaches where memory is what a layer waits for; calibrated.
    static constexpr double kBusEfficiency = 0.97;
    static constexpr double kDdrEfficiency = 0.9;
    /// A memory in use for less of the time is waited for because of its latency.
    static constexpr double kBusyMemory = 0.6;

private:
    std::array<double, kResourceCount> cycles_{};
    double layer_cycles_ = 0;
    double waits_ = 0;
    double idle_ = 0;
    double host_ = 0;
    double bus_peak_ = 0;
    double ddr_peak_ = 0;
};

/// Cycles of `activities` in `share`.
double cycles_in(const ActivityCycles& cycles, std::initializer_list<Activity> activities);
/// What an engine did in a layer; nothing if it is not there.
ActivityCycles activities_in(const LayerReport& layer, std::string_view engine);

} // namespace stavp
