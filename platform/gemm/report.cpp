#include "platform/gemm/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp::gemm {

namespace {

constexpr double kPercent = 100;
constexpr auto kBusy = static_cast<std::size_t>(Activity::busy);

std::string pattern_text(const Problem& problem) {
    const auto* format = problem.format == STAVP_I16 ? "int16" : "int8";
    if (!problem.sparse()) return fmt::format("dense {}", format);
    return fmt::format("{}:{} {} {}", problem.pattern_n, problem.pattern_m,
                       problem.positions == Positions::index ? "index" : "bitmap", format);
}

double ideal_speedup(const Problem& problem) {
    return problem.sparse() ? static_cast<double>(problem.pattern_m) / problem.pattern_n : 1;
}

std::string stall_table(const Result& result) {
    auto text = fmt::format("{:<14}{:>14}{:>10}\n", "", "cycles", "share");
    for (std::size_t i = 0; i < kActivityCount; ++i) {
        const auto cycles = result.activities[i];
        if (cycles == 0 && i != kBusy) continue;
        text += fmt::format("{:<14}{:>14}{:>8.1f} %\n", kActivityNames[i], cycles,
                            kPercent * static_cast<double>(cycles) / static_cast<double>(result.cycles));
    }
    return text;
}

} // namespace

std::string text_report(const config::PlatformConfig& config, const Problem& problem, const Comparison& comparison) {
    const auto& result = comparison.result;
    const auto& sta = config.sta;
    const auto ideal = ideal_speedup(problem);
    auto text = fmt::format("[{} x {}] * [{} x {}], {}, on {} x {} x {} {} at {:g} MHz\n\n", problem.m, problem.k,
                            problem.k, problem.n, pattern_text(problem), sta.rows, sta.cols, sta.lanes,
                            sta.dataflow == Dataflow::weight_stationary ? "ws" : "os", config.sta_clock_mhz);
    text += fmt::format("cycles       {} ({:.3f} us)\n", result.cycles,
                        static_cast<double>(result.cycles) / config.sta_clock_mhz);
    text += fmt::format("macs         {} of {} dense\n", result.macs, problem.macs_dense());
    text += fmt::format("utilisation  {:.1f} %\n", kPercent * utilisation(sta, problem, result));
    if (problem.sparse())
        text +=
            fmt::format("speed-up     {:.2f} over dense ({} cycles), {:.1f} % of the ideal {:.2f}\n",
                        comparison.speedup(), comparison.dense_cycles, kPercent * comparison.speedup() / ideal, ideal);
    const auto alone = ideal_result(sta, problem).cycles;
    if (alone < result.cycles)
        text += fmt::format("array alone  {} cycles with ideal memory, {:.1f} % of these\n", alone,
                            kPercent * static_cast<double>(alone) / static_cast<double>(result.cycles));
    return text + "\n" + stall_table(result);
}

std::string json_report(const config::PlatformConfig& config, const Problem& problem, const Comparison& comparison) {
    const auto& result = comparison.result;
    nlohmann::ordered_json json;
    json["cycles"] = result.cycles;
    json["busy"] = result.activities[kBusy];
    json["stalls"] = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < kActivityCount; ++i)
        if (i != kBusy) json["stalls"][std::string(kActivityNames[i])] = result.activities[i];
    json["macs"] = result.macs;
    json["macs_dense"] = problem.macs_dense();
    json["utilisation"] = utilisation(config.sta, problem, result);
    json["speedup_over_dense"] = comparison.speedup();
    return json.dump(2) + "\n";
}

} // namespace stavp::gemm
