#include "platform/report/why.h"
#include "platform/report/roofline_model.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace stavp {

namespace {

using A = Activity;

constexpr double kPercent = 100;
constexpr double kTenths = 1000;
constexpr std::size_t kNamedActivities = 4;
constexpr double kPicosecondsPerNanosecond = 1000;
constexpr std::uint64_t kLeastExplained = 1000;

double percent(double part, double whole) {
    return whole > 0 ? kPercent * part / whole : 0;
}

double count_of(const Counters& counters, std::string_view name) {
    for (const auto& [key, count] : counters)
        if (key == name) return static_cast<double>(count);
    return 0;
}

const EngineReport* engine(const RunResult& result, std::string_view name) {
    const auto found =
        std::find_if(result.engines.begin(), result.engines.end(), [&](const auto& e) { return e.name == name; });
    return found == result.engines.end() ? nullptr : &*found;
}

std::string_view largest_cause(const LayerReport& layer, std::size_t wait) {
    const auto& causes = layer.waits.at(wait);
    const auto* most = std::max_element(causes.begin(), causes.end());
    return *most == 0 ? std::string_view() : kCauseNames.at(static_cast<std::size_t>(most - causes.begin()));
}

/// "busy 93.7 %, weights 2.4 % (behind busy), ... other 0.2 %": tenths that add up to 100.
std::string account(const LayerReport& layer) {
    std::vector<std::size_t> order(kActivityCount);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto& cycles = layer.activities;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return cycles.at(a) > cycles.at(b); });
    const auto whole = static_cast<double>(layer.cycles);
    long left = std::lround(kTenths);
    std::string text;
    for (std::size_t i = 0; i < kNamedActivities; ++i) {
        const auto at = order.at(i);
        const auto tenths = std::lround(kTenths * static_cast<double>(cycles.at(at)) / whole);
        if (tenths == 0) break;
        left -= tenths;
        const auto cause = is_wait(static_cast<A>(at)) ? largest_cause(layer, at) : std::string_view();
        text += fmt::format("{}{} {:.1f} %{}", text.empty() ? "" : ", ", kActivityNames.at(at),
                            static_cast<double>(tenths) / 10,
                            cause.empty() ? std::string() : fmt::format(" (behind {})", cause));
    }
    if (left > 0) text += fmt::format(", other {:.1f} %", static_cast<double>(left) / 10);
    return text;
}

/// What sets the pace, with its number.
std::string pace(const LayerReport& layer, const LayerDemand& demand, const config::PlatformConfig& config) {
    const auto whole = demand.layer_cycles();
    const auto moved = layer.roofline->moved_bytes;
    const auto of = [&](double cycles) { return fmt::format("{:.1f} %", percent(cycles, whole)); };
    switch (demand.binding()) {
    case Resource::array: {
        const auto array = activities_in(layer, "sta");
        const auto ports = cycles_in(array, {A::operand_port, A::result_port});
        const auto busy = cycles_in(array, {A::busy});
        if (ports > busy)
            return fmt::format("The array's {} port binds: the array waits for it {} of the time",
                               cycles_in(array, {A::operand_port}) > ports / 2 ? "operand" : "result", of(ports));
        return fmt::format("The array's multipliers bind: it is busy {} of the time", of(busy));
    }
    case Resource::softmax:
        return fmt::format("The softmax unit's {} lanes bind: it works {} of the time", config.softmax.lanes,
                           of(demand.of(Resource::softmax)));
    case Resource::vector:
        return fmt::format("The vector unit's {} lanes bind: it works {} of the time", config.vector.lanes,
                           of(demand.of(Resource::vector)));
    case Resource::bus:
        return fmt::format("The bus binds: {} bytes take it {:.0f} cycles, {} of the time", moved, demand.bus_peak(),
                           of(demand.bus_peak()));
    case Resource::ddr:
        return fmt::format("DRAM binds: {} bytes take it {:.0f} cycles at its peak rate, {} of the time", moved,
                           demand.ddr_peak(), of(demand.ddr_peak()));
    case Resource::transfers:
        return fmt::format("The way to DRAM binds by its latency: a DMA channel has a transfer under way {} of the "
                           "time, and the bytes fill neither bus nor DRAM",
                           of(demand.of(Resource::transfers)));
    case Resource::host:
    case Resource::count:
        break;
    }
    return fmt::format("The host binds: it sets up commands {} of the time, and the {} has none {} of it",
                       of(demand.host_at_work()), layer.on_array ? "array" : "vector unit", of(demand.idle() * whole));
}

std::vector<CyclesPart> parts_of(const RunResult& result, double outside) {
    ActivityCycles sum{};
    double array_busy = 0;
    for (const auto& layer : result.layers) {
        for (std::size_t i = 0; i < kActivityCount; ++i)
            sum.at(i) += layer.activities.at(i);
        if (layer.on_array) array_busy += cycles_in(layer.activities, {A::busy});
    }
    return {
        {"array_busy", "the array multiplies", array_busy},
        {"vector_busy", "the vector unit works, in layers without a product", cycles_in(sum, {A::busy}) - array_busy},
        {"memory", "waits for operands, or for room for results",
         cycles_in(sum, {A::weights, A::activations, A::output_space})},
        {"dependency", "waits for another unit", cycles_in(sum, {A::dependency})},
        {"host", "no command yet: the host sets up", cycles_in(sum, {A::no_command, A::fetch})},
        {"fill_drain", "skew of the array, depth of pipelines", cycles_in(sum, {A::fill_drain})},
        {"ports", "buffer ports narrower than the array", cycles_in(sum, {A::operand_port, A::result_port})},
        {"outside_layers", "before, between and after the layers", outside}};
}

std::string host_remark(const RunResult& result, const config::PlatformConfig& config) {
    const auto* cpu = engine(result, "cpu");
    if (cpu == nullptr) return "Host: nothing is known.";
    const auto cycles = count_of(cpu->counters, "cycles");
    const auto asleep = count_of(cpu->counters, "wfi_cycles");
    return fmt::format("Host: {} instructions at {:g} MHz; at work {:.1f} % of its time, asleep the rest.",
                       result.instructions, config.cpu.clock_mhz, percent(cycles - asleep, cycles));
}

std::string dram_remark(const RunResult& result, const config::PlatformConfig& config) {
    const auto bytes = count_of(result.dram, "read_bytes") + count_of(result.dram, "write_bytes");
    const auto ns = static_cast<double>(result.time_ps) / kPicosecondsPerNanosecond;
    const auto rates = peak_rates(config);
    const auto cycles = static_cast<double>(result.cycles);
    return fmt::format(
        "DRAM: {:.0f} bytes, {:.2f} GB/s; {:.1f} % of what {} of {} can do, {:.1f} % of what the bus can.", bytes,
        ns > 0 ? bytes / ns : 0, percent(bytes / rates.ddr_bytes, cycles),
        config.ddr.channels == 1 ? "one channel" : fmt::format("{} channels", config.ddr.channels), config.ddr_grade,
        percent(bytes / rates.bus_bytes, cycles));
}

std::string overlap_remark(const RunResult& result) {
    double at_once = 0;
    double dma = 0;
    double channels = 0;
    std::string units;
    for (const auto& report : result.engines) {
        if (!report.share || report.share->cycles == 0) continue;
        const auto busy = cycles_in(report.share->activities, {A::busy}) / static_cast<double>(report.share->cycles);
        at_once += busy;
        if (report.name.starts_with("dma")) {
            dma += busy;
            ++channels;
        } else {
            units += fmt::format("{} {:.1f} %, ", report.name, kPercent * busy);
        }
    }
    return fmt::format("Overlap: busy over the whole run: {}dma {:.1f} % (mean of {:.0f} channels); {:.2f} engines at "
                       "work at a time. {}",
                       units, channels > 0 ? kPercent * dma / channels : 0, channels, at_once,
                       result.layers_overlap ? "Layers overlap: a layer's cycles hold work of its neighbours."
                                             : "Layers do not overlap (scheduler.prefetch is false).");
}

} // namespace

Explanation explain(const RunResult& result, const config::PlatformConfig& config, const ChangeModel& model) {
    Explanation explanation{result, config, parts_of(result, model.outside_layers()), {}, {}, {}, false};
    for (std::size_t i = 0; i < result.layers.size(); ++i) {
        const auto& layer = result.layers[i];
        const auto& demand = model.demands()[i];
        auto reason = layer.cycles < kLeastExplained ? std::string("Too short for more than latencies")
                                                     : pace(layer, demand, config);
        reason += fmt::format(". {}: {}.", layer.on_array ? "Array" : "Vector unit", account(layer));
        explanation.layers.push_back({layer.name, layer.cycles, demand.binding(), std::move(reason)});
    }
    std::stable_sort(explanation.layers.begin(), explanation.layers.end(),
                     [](const ExplainedLayer& a, const ExplainedLayer& b) { return a.cycles > b.cycles; });
    explanation.remarks = {host_remark(result, config), dram_remark(result, config), overlap_remark(result)};
    return explanation;
}

} // namespace stavp
