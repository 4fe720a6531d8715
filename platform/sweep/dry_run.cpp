#include "platform/sweep/dry_run.h"
#include "platform/sweep/estimate.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp::sweep {

namespace {

using Cells = std::vector<std::string>;

Cells heading(const Plan& plan) {
    Cells cells{"id"};
    for (const auto& [key, value] : plan.first.front().columns)
        cells.push_back(key);
    cells.insert(cells.end(), {"workload", "pattern"});
    return cells;
}

Cells cells_of(const Point& point) {
    Cells cells{point.id};
    for (const auto& [key, value] : point.columns)
        cells.push_back(value);
    cells.insert(cells.end(), {point.workload.name, point.workload.pattern});
    return cells;
}

std::string table(const std::vector<Cells>& rows) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    std::string text;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += fmt::format("{}{:<{}}", i == 0 ? "" : "  ", row[i], widths[i]);
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

std::string duration(double seconds) {
    constexpr double kMinute = 60;
    constexpr double kHour = 3600;
    if (seconds < kMinute) return fmt::format("{:.1f} s", seconds);
    return seconds < kHour ? fmt::format("{:.1f} min", seconds / kMinute) : fmt::format("{:.1f} h", seconds / kHour);
}

std::string left_out(const Sweep& sweep, const Plan& plan) {
    std::string text;
    for (std::size_t i = 0; i < plan.left_out.size(); ++i)
        text += fmt::format("left out    {} by '{}'\n", plan.left_out[i], sweep.constraints[i].text);
    if (plan.doubles != 0) text += fmt::format("drawn again {}\n", plan.doubles);
    return text;
}

std::string looked_at(const Sweep& sweep, const Plan& plan) {
    const auto* what = sweep.mode == Mode::random ? "draws" : sweep.mode == Mode::zip ? "rows" : "combinations";
    return fmt::format("{} {}", plan.combinations, what);
}

} // namespace

std::string dry_run_text(const Sweep& sweep, const Plan& plan, unsigned jobs) {
    std::vector<Cells> rows{heading(plan)};
    for (const auto& point : plan.first)
        rows.push_back(cells_of(point));
    auto text = table(rows) + "\n";
    if (sweep.mode == Mode::pareto)
        text += fmt::format("points      at most {} of {}; these {} come first, the others follow from their results\n",
                            plan.at_most, looked_at(sweep, plan), plan.first.size());
    else
        text +=
            fmt::format("points      {} of {}, mode {}\n", plan.at_most, looked_at(sweep, plan), name_of(sweep.mode));
    text += left_out(sweep, plan);
    const auto time = estimate(plan, jobs);
    return text +
           fmt::format("estimate    {} with {} {} ({} of one processor, {} of it to pack workloads); a guess from "
                       "dense MACs, without the cache\n",
                       duration(time.wall_seconds()), time.jobs, time.jobs == 1 ? "job" : "jobs",
                       duration(time.processor_seconds()), duration(time.packing));
}

std::string dry_run_json(const Sweep& sweep, const Plan& plan, unsigned jobs) {
    constexpr int kIndent = 2;
    using Json = nlohmann::ordered_json;
    Json points = Json::array();
    for (const auto& point : plan.first) {
        Json columns = Json::object();
        for (const auto& [key, value] : point.columns)
            columns[key] = value;
        points.push_back({{"id", point.id},
                          {"columns", std::move(columns)},
                          {"set", point.overrides},
                          {"workload", point.workload.name},
                          {"pattern", point.workload.pattern}});
    }
    Json constraints = Json::array();
    for (std::size_t i = 0; i < plan.left_out.size(); ++i)
        constraints.push_back({{"condition", sweep.constraints[i].text}, {"left_out", plan.left_out[i]}});
    const auto time = estimate(plan, jobs);
    const Json json{{"file", sweep.file.string()},
                    {"platform", sweep.platform.string()},
                    {"mode", name_of(sweep.mode)},
                    {"combinations", plan.combinations},
                    {"doubles", plan.doubles},
                    {"constraints", std::move(constraints)},
                    {"points_at_most", plan.at_most},
                    {"estimate",
                     {{"jobs", time.jobs},
                      {"wall_seconds", time.wall_seconds()},
                      {"processor_seconds", time.processor_seconds()},
                      {"packing_seconds", time.packing}}},
                    {"points", std::move(points)}};
    return json.dump(kIndent) + "\n";
}

} // namespace stavp::sweep
