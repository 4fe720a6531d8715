#include "platform/report/layer_table.h"
#include "platform/report/summary.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <vector>

namespace stavp {

namespace {

constexpr double kPercent = 100;
constexpr double kLeastShown = 0.1;
constexpr std::size_t kTopStalls = 3;

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : kPercent * static_cast<double>(part) / static_cast<double>(whole);
}

std::string table(const RunResult& result) {
    std::size_t width = std::string_view("layer").size();
    for (const auto& layer : result.layers)
        width = std::max(width, layer.name.size());
    auto text = fmt::format("{:<{}}  {:<9}  {:<5}  {:>12}  {:>7}  {:>7}  {}\n", "layer", width, "op", "N:M", "cycles",
                            "share", "util", "stalls of its engine");
    for (const auto& layer : result.layers) {
        const auto pattern = layer.on_array ? pattern_of(layer) : std::string("-");
        const auto used = layer.on_array ? fmt::format("{:.1f} %", layer.utilisation * kPercent) : std::string("-");
        text += fmt::format("{:<{}}  {:<9}  {:<5}  {:>12}  {:>5.1f} %  {:>7}  {}\n", layer.name, width, layer.op,
                            pattern, layer.cycles, share(layer.cycles, result.cycles), used,
                            top_stalls(layer.activities, kTopStalls));
    }
    return text + "\n";
}

std::string check_line(const CheckReport& check, RunStatus status) {
    if (!check.enabled) return "";
    if (status == RunStatus::interrupted && check.mismatches == 0)
        return fmt::format("check: passed as far as the run came ({} bytes compared)\n", check.compared);
    if (check.passed && check.layers_through_successor != 0)
        return fmt::format("check: passed ({} bytes compared; {} products only through what was fused into them)\n",
                           check.compared, check.layers_through_successor);
    if (check.passed) return fmt::format("check: passed ({} bytes compared)\n", check.compared);
    if (check.first_mismatch)
        return fmt::format("check: FAILED {} ({} wrong elements in all)\n", describe(*check.first_mismatch),
                           check.mismatches);
    return "check: FAILED not every layer was completed\n";
}

} // namespace

std::string top_stalls(const ActivityCycles& activities, std::size_t count) {
    const auto total = std::accumulate(activities.begin(), activities.end(), std::uint64_t{0});
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < kActivityCount; ++i)
        if (i != static_cast<std::size_t>(Activity::busy) && share(activities[i], total) >= kLeastShown)
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return activities[a] > activities[b]; });
    order.resize(std::min(order.size(), count));
    std::string text;
    for (const auto i : order)
        text += fmt::format("{}{} {:.1f} %", text.empty() ? "" : ", ", kActivityNames[i], share(activities[i], total));
    return text;
}

/// "" without an event.
std::string recovery_line(const std::optional<Counters>& recovery) {
    std::string text;
    if (!recovery) return text;
    for (const auto& [name, count] : *recovery)
        if (count != 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
    return text.empty() ? text : fmt::format("recovery: {}\n", text);
}

std::string run_report(const RunResult& result, const HostCost& cost, double accelerator_mhz) {
    auto text = result.layers.empty() ? std::string() : table(result);
    const auto rate = cost.wall_seconds > 0 ? static_cast<double>(result.cycles) / cost.wall_seconds : 0.0;
    text += fmt::format("{} cycles, {:.3f} us at {:g} MHz, {} host instructions; {:.1f} s, {:.2g} cycles per second\n",
                        result.cycles, static_cast<double>(result.cycles) / accelerator_mhz, accelerator_mhz,
                        result.instructions, cost.wall_seconds, rate);
    return text + recovery_line(result.recovery) + check_line(result.check, result.status);
}

} // namespace stavp
