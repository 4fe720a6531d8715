#include "platform/report/bottleneck_model.h"
#include "platform/config/scalar.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <initializer_list>

namespace stavp {

namespace {

/// Shares of the peak rates that DMA reaches where memory is what a layer waits for; calibrated.
constexpr double kBusEfficiency = 0.97;
constexpr double kDdrEfficiency = 0.9;
/// A memory in use for less of the time is waited for because of its latency, which more bandwidth does not improve.
constexpr double kBusyMemory = 0.6;
/// A host that lets engines be without a command for less has time to spare, the more so if it is not always at work.
constexpr double kBusyHost = 0.9;
constexpr double kIdleEngine = 0.03;
constexpr double kIdleEngineAlways = 0.1;
/// A faster host is of more use the more the engine is without a command: a fit.
constexpr double kHostGain = 1.3;
/// Time lost at operand ports, of the busy time, from which on they set the pace.
constexpr double kPortBound = 0.1;
constexpr double kLeastSaving = 0.01;
constexpr double kPercent = 100;

double cycles_of(const LayerReport& layer, std::initializer_list<Activity> activities) {
    std::uint64_t sum = 0;
    for (const auto activity : activities)
        sum += layer.activities.at(static_cast<std::size_t>(activity));
    return static_cast<double>(sum);
}

/// The largest of `activities`.
Activity largest(const LayerReport& layer, std::initializer_list<Activity> activities) {
    return *std::max_element(activities.begin(), activities.end(), [&](Activity a, Activity b) {
        return layer.activities.at(activity_index(a)) < layer.activities.at(activity_index(b));
    });
}

/// The largest cause of a wait; "" for what is none.
std::string_view behind(const LayerReport& layer, Activity wait) {
    const auto& causes = layer.waits.at(activity_index(wait));
    const auto* most = std::max_element(causes.begin(), causes.end());
    if (!is_wait(wait) || *most == 0) return "";
    return kCauseNames.at(static_cast<std::size_t>(most - causes.begin()));
}

/// In which the host was at work, in its own clock.
double host_cycles(const LayerReport& layer) {
    double cycles = 0;
    for (const auto& [name, count] : layer.host) {
        if (name == "cycles") cycles += static_cast<double>(count);
        if (name == "wfi_cycles") cycles -= static_cast<double>(count);
    }
    return std::max(0.0, cycles);
}

/// A port of the array, no wider than what its buffer gives (docs/models/buffer.md).
struct Port {
    std::string key;   ///< of its width
    std::string banks; ///< key of its buffer's banks
    std::uint64_t width = 0;
    std::uint64_t buffer = 0; ///< bytes per cycle

    std::uint64_t effective() const { return width == 0 ? buffer : std::min(width, buffer); }
    /// The one key that widens it; none where port and buffer hold each other up.
    std::optional<std::string> widened_by() const {
        if (width != 0 && width < buffer) return key;
        if (width == 0 || buffer < width) return banks;
        return std::nullopt;
    }
    /// By how much twice that key's value does.
    double gain() const {
        const auto other = width != 0 && width < buffer ? buffer : width;
        const auto doubled = 2 * effective();
        return static_cast<double>(other == 0 ? doubled : std::min(doubled, other)) / static_cast<double>(effective());
    }
};

Port port(const std::string& name, unsigned width, const std::string& buffer_name, const BufferConfig& buffer) {
    return {"sta." + name + "_port_bytes_per_cycle", "buffers." + buffer_name + ".banks", width,
            buffer.engine_bytes_per_cycle()};
}

double count_of(const Counters& counters, std::string_view name) {
    for (const auto& [key, count] : counters)
        if (key == name) return static_cast<double>(count);
    return 0;
}

double busy_cycles(const LayerReport& layer, std::string_view engine) {
    for (const auto& share : layer.engines)
        if (share.name == engine) return static_cast<double>(share.activities.at(activity_index(Activity::busy)));
    return 0;
}

/// Times that a layer's DDR traffic takes at the peak rates of the two ways.
struct MemoryTimes {
    double ddr = 0;
    double bus = 0;

    double peak() const { return std::max(ddr, bus); }
    double reachable() const { return std::max(ddr / kDdrEfficiency, bus / kBusEfficiency); }
};

class Model {
public:
    Model(const LayerReport& layer, const config::PlatformConfig& config)
        : layer_(layer), config_(config), rates_(peak_rates(config)), cycles_(static_cast<double>(layer.cycles)) {
        const auto bytes = layer.roofline ? static_cast<double>(layer.roofline->moved_bytes) : 0;
        memory_ = {bytes / rates_.ddr_bytes, bytes / rates_.bus_bytes};
        host_ = host_cycles(layer) * config.sta_clock_mhz / config.cpu.clock_mhz;
        waits_ = cycles_of(layer, {Activity::weights, Activity::activations, Activity::output_space});
    }

    Bottleneck find() const {
        using A = Activity;
        struct Kind {
            std::string_view name;
            double cycles;
            Bottleneck (Model::*explain)() const;
        };
        // The vector unit's own pipeline passes go with its lanes.
        const auto compute =
            layer_.on_array ? cycles_of(layer_, {A::busy}) : cycles_of(layer_, {A::busy, A::fill_drain});
        std::array<Kind, 7> kinds = {
            Kind{"compute", compute, &Model::compute},
            Kind{"memory", waits_, &Model::memory},
            Kind{"host", cycles_of(layer_, {A::no_command, A::fetch}), &Model::host},
            Kind{"dependency", cycles_of(layer_, {A::dependency}), &Model::dependency},
            Kind{"fill_drain", layer_.on_array ? cycles_of(layer_, {A::fill_drain}) : 0, &Model::fill_drain},
            Kind{"operand_port", cycles_of(layer_, {A::operand_port}), &Model::operand_port},
            Kind{"result_port", cycles_of(layer_, {A::result_port}), &Model::result_port}};
        std::stable_sort(kinds.begin(), kinds.end(), [](const Kind& a, const Kind& b) { return a.cycles > b.cycles; });
        const auto explained = [&](const Kind& kind) {
            auto bottleneck = (this->*kind.explain)();
            bottleneck.kind = kind.name;
            bottleneck.share = cycles_ > 0 ? kind.cycles / cycles_ : 0;
            return bottleneck;
        };
        for (const auto& kind : kinds)
            if (auto bottleneck = explained(kind); bottleneck.predicted_saving >= kLeastSaving) return bottleneck;
        auto bottleneck = explained(kinds.front());
        bottleneck.change.reset();
        bottleneck.predicted_saving = 0;
        return bottleneck;
    }

private:
    Bottleneck compute() const {
        if (!layer_.on_array) {
            const auto work = cycles_of(layer_, {Activity::busy, Activity::fill_drain});
            return described({Activity::busy}, "vector", doubled("vector.lanes"), less_work(work, work / 2));
        }
        const auto busy = cycles_of(layer_, {Activity::busy});
        // Where the ports already hold the array up, fewer beats gain nothing.
        if (cycles_of(layer_, {Activity::operand_port}) > kPortBound * busy)
            return described({Activity::busy}, "sta", std::nullopt, 0);
        const auto lanes = config_.sta.lanes;
        const auto beats = [&](unsigned with) { return (layer_.pattern_n + with - 1) / with; };
        const bool lanes_help = layer_.pattern_n == 0 || beats(2 * lanes) < beats(lanes);
        if (!lanes_help) return described({Activity::busy}, "sta", doubled("sta.rows"), less_work(busy, busy / 2));
        const auto left = layer_.pattern_n == 0 ? 0.5 : static_cast<double>(beats(2 * lanes)) / beats(lanes);
        return described({Activity::busy}, "sta", doubled("sta.lanes"), less_work(busy, busy * left));
    }

    /// The engine's work shrinks; the times of memory and host stay, and so does what none of them explains.
    double less_work(double before, double after) const {
        const auto idle = cycles_of(layer_, {Activity::no_command}) / cycles_;
        const bool host_counts = idle > kIdleEngineAlways || (idle > kIdleEngine && host_ > kBusyHost * cycles_);
        const auto others = std::min(std::max(memory_.reachable(), host_counts ? host_ : 0), cycles_);
        const auto rest = cycles_ - std::max(before, others);
        return cycles_ - (rest + std::max(after, others));
    }

    Bottleneck memory() const {
        const bool bus_is_slower = memory_.bus >= memory_.ddr;
        auto faster = memory_;
        (bus_is_slower ? faster.bus : faster.ddr) /= 2;
        auto change = doubled(bus_is_slower ? "bus.bytes_per_cycle" : "ddr.channels");
        if (!bus_is_slower && memory_.ddr < kBusyMemory * cycles_) change.reset();
        const auto after = std::max(faster.bus, faster.ddr / kDdrEfficiency);
        return described({Activity::weights, Activity::activations, Activity::output_space},
                         bus_is_slower ? "bus" : "ddr", change, std::min(waits_, memory_.peak() - after));
    }

    /// Engines wait for the host's own work in the measure in which it is at work; the rest of the waiting is latency
    /// of the bus and of interrupts, or for the data of others.
    Bottleneck host() const {
        const auto idle = cycles_of(layer_, {Activity::no_command}) / cycles_;
        const auto at_work = std::min(cycles_, host_);
        return described({Activity::no_command, Activity::fetch}, "cpu", doubled("cpu.clock_mhz"),
                         std::min(at_work * std::min(0.5, kHostGain * idle * idle), cycles_ - memory_.reachable()));
    }

    Bottleneck dependency() const {
        const auto waits = cycles_of(layer_, {Activity::dependency});
        const std::string unit = busy_cycles(layer_, "vector") > busy_cycles(layer_, "softmax") ? "vector" : "softmax";
        return described({Activity::dependency}, unit == "vector" ? "vector" : "softmax", doubled(unit + ".lanes"),
                         waits / 2);
    }

    Bottleneck fill_drain() const {
        const auto skew = static_cast<double>(config_.sta.rows) + config_.sta.cols - 2;
        const auto lost = cycles_of(layer_, {Activity::fill_drain});
        if (config_.sta.fold_overlap) return described({Activity::fill_drain}, "sta", std::nullopt, 0);
        return described({Activity::fill_drain}, "sta", KeyChange{"sta.fold_overlap", "false", "true"},
                         less_work(lost, std::min(lost, skew)));
    }

    /// Of the two operand ports, that on which the layer's traffic takes longer: activations pass once per block of
    /// columns, weights as they were counted.
    Bottleneck operand_port() const {
        const auto activations =
            port("activation", config_.sta.activation_port_bytes_per_cycle, "input", config_.input_buffer);
        const auto weights = port("weight", config_.sta.weight_port_bytes_per_cycle, "weight", config_.weight_buffer);
        const auto activation_cycles =
            static_cast<double>(layer_.macs_dense) / config_.sta.cols / static_cast<double>(activations.effective());
        const auto weight_cycles =
            count_of(layer_.actions, "weight_buffer.engine_bytes") / static_cast<double>(weights.effective());
        const bool weights_wait = weight_cycles > activation_cycles;
        return widened(Activity::operand_port, weights_wait ? weights : activations,
                       weights_wait ? activation_cycles : weight_cycles);
    }

    Bottleneck result_port() const {
        return widened(Activity::result_port,
                       port("result", config_.sta.result_port_bytes_per_cycle, "output", config_.output_buffer), 0);
    }

    /// A port is in use while the array is busy and while it waits for the port, and then no longer than `other`, the
    /// time that the other port takes.
    Bottleneck widened(Activity activity, const Port& port, double other) const {
        const auto key = port.widened_by();
        if (!key) return described({activity}, "sta", std::nullopt, 0);
        const auto lost = cycles_of(layer_, {activity});
        const auto in_use = lost + cycles_of(layer_, {Activity::busy});
        const auto saved =
            std::min({lost, in_use * (1 - 1 / port.gain()), in_use - other, cycles_ - memory_.reachable()});
        return described({activity}, "sta", doubled(*key), std::max(0.0, saved));
    }

    Bottleneck described(std::initializer_list<Activity> activities, std::string_view limit,
                         std::optional<KeyChange> change, double saved_cycles) const {
        Bottleneck bottleneck;
        const auto cause = largest(layer_, activities);
        bottleneck.cause = kActivityNames.at(activity_index(cause));
        bottleneck.behind = behind(layer_, cause);
        bottleneck.limit = limit;
        if (change && cycles_ > 0) bottleneck.predicted_saving = std::max(0.0, saved_cycles / cycles_);
        bottleneck.change = std::move(change);
        return bottleneck;
    }

    /// The key with twice its value, if its range allows that.
    std::optional<KeyChange> doubled(const std::string& key) const {
        auto copy = config_;
        for (const auto& field : config::platform_schema(copy)) {
            if (field.key != key) continue;
            const auto before = field.get();
            auto after = before;
            if (auto* whole = std::get_if<std::uint64_t>(&after)) *whole *= 2;
            if (auto* number = std::get_if<double>(&after)) *number *= 2;
            const auto size = std::holds_alternative<double>(after)
                                  ? std::get<double>(after)
                                  : static_cast<double>(std::get<std::uint64_t>(after));
            if (size > field.max) return std::nullopt;
            return KeyChange{key, config::format(field, before), config::format(field, after)};
        }
        return std::nullopt;
    }

    const LayerReport& layer_;
    const config::PlatformConfig& config_;
    PeakRates rates_;
    double cycles_;
    MemoryTimes memory_;
    double waits_ = 0;
    double host_ = 0; ///< at work, in cycles of the accelerator
};

} // namespace

Bottleneck bottleneck_of(const LayerReport& layer, const config::PlatformConfig& config) {
    return Model(layer, config).find();
}

void add_bottlenecks(RunResult& result, const config::PlatformConfig& config) {
    for (auto& layer : result.layers)
        layer.bottleneck = bottleneck_of(layer, config);
}

std::string bottleneck_lines(const RunResult& result) {
    std::string text;
    for (const auto& layer : result.layers) {
        if (!layer.bottleneck) continue;
        const auto& found = *layer.bottleneck;
        text += fmt::format("{}: {} {:.1f} % of cycles ({}: {}{}{}); ", layer.name, found.kind, found.share * kPercent,
                            found.limit, found.cause, found.behind.empty() ? "" : " behind ", found.behind);
        text += found.change ? fmt::format("{}={} would save about {:.0f} %\n", found.change->key, found.change->to,
                                           found.predicted_saving * kPercent)
                             : "no single key would help\n";
    }
    return text;
}

std::vector<KeyChange> distinct_changes(const RunResult& result) {
    std::vector<KeyChange> changes;
    for (const auto& layer : result.layers)
        if (layer.bottleneck && layer.bottleneck->change &&
            std::find(changes.begin(), changes.end(), *layer.bottleneck->change) == changes.end())
            changes.push_back(*layer.bottleneck->change);
    return changes;
}

} // namespace stavp
