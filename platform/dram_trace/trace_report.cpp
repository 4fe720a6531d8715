#include "platform/dram_trace/trace_report.h"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>

namespace stavp {

namespace {

struct Cause {
    std::string_view name;
    std::string_view meaning;
    std::uint64_t DramDelays::*clocks;
};

constexpr std::array kCauses = {
    Cause{"queue", "behind other requests", &DramDelays::queue},
    Cause{"refresh", "the rank was being refreshed", &DramDelays::refresh},
    Cause{"row_miss", "opening a row", &DramDelays::row_miss},
    Cause{"row_conflict", "closing another row and opening this one", &DramDelays::row_conflict},
    Cause{"activate", "tRRD and tFAW", &DramDelays::activate},
    Cause{"turnaround", "tWTR, tRTW and tCS", &DramDelays::turnaround},
    Cause{"access", "CL or CWL", &DramDelays::access},
    Cause{"data", "its beats on the bus", &DramDelays::data},
};

double mean(std::uint64_t sum, std::uint64_t count) {
    return count == 0 ? 0 : static_cast<double>(sum) / static_cast<double>(count);
}

double percent(std::uint64_t part, std::uint64_t whole) {
    return 100 * mean(part, whole);
}

} // namespace

std::string trace_json(const TraceResult& result) {
    nlohmann::ordered_json json;
    json["requests"] = result.requests;
    json["clocks"] = result.clocks;
    json["bandwidth_gb_s"] = result.bandwidth_gb_s;
    json["fraction_of_peak"] = result.fraction_of_peak;
    json["latency_clk"] = {{"min", result.latency.min()},
                           {"median", result.latency.median()},
                           {"mean", result.latency.mean()},
                           {"p99", result.latency.percentile(99)},
                           {"max", result.latency.max()}};
    json["row_hits"] = result.counts.row_hits;
    json["row_misses"] = result.counts.row_misses;
    json["row_conflicts"] = result.counts.row_conflicts;
    json["refreshes"] = result.counts.refreshes;
    json["activates"] = result.counts.activates;
    json["precharges"] = result.counts.precharges;
    json["commands"] = result.counts.commands();
    json["violations"] = result.violations;
    auto& delays = json["mean_delay_clk"];
    for (const auto& cause : kCauses)
        delays[std::string(cause.name)] = mean(result.delays.*cause.clocks, result.latency.count());
    return json.dump(2) + "\n";
}

std::string trace_text(const TraceResult& result, const std::string& grade, const DdrConfig& config) {
    const auto& counts = result.counts;
    const auto line = [](std::string_view name, const std::string& value) {
        return fmt::format("{:<14}{}\n", name, value);
    };
    auto text = line("memory", fmt::format("{}, {} channel{}, {:.2f} GB/s peak", grade, config.channels,
                                           config.channels == 1 ? "" : "s", result.peak_gb_s));
    text += line("requests", fmt::format("{}", result.requests));
    text += line("clocks", fmt::format("{} of {} ps", result.clocks, config.timing.tCK_ps));
    text += line("bandwidth", fmt::format("{:.3f} GB/s, {:.1f} % of the peak", result.bandwidth_gb_s,
                                          100 * result.fraction_of_peak));
    text +=
        line("rows", fmt::format("{} hits ({:.1f} %), {} misses, {} conflicts", counts.row_hits,
                                 percent(counts.row_hits, counts.bursts()), counts.row_misses, counts.row_conflicts));
    text += line("commands", fmt::format("{}: {} ACT, {} PRE, {} REF; {} broke a rule", counts.commands(),
                                         counts.activates, counts.precharges, counts.refreshes, result.violations));
    const auto& latency = result.latency;
    text += line("latency", fmt::format("min {}, median {}, mean {:.1f}, p99 {}, max {} clocks", latency.min(),
                                        latency.median(), latency.mean(), latency.percentile(99), latency.max()));
    for (const auto& cause : kCauses) {
        const auto clocks = result.delays.*cause.clocks;
        if (clocks == 0) continue;
        text += fmt::format("  {:<13}{:>10.2f}  {}\n", cause.name, mean(clocks, latency.count()), cause.meaning);
    }
    return text;
}

} // namespace stavp
