#include "platform/sweep/series.h"
#include "platform/config/suggest.h"
#include "workloads/deploy/table.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>

namespace stavp::sweep {

namespace {

/// Without what binary fractions add: 86.86, not 86.85999999999999.
double percent(double share) {
    constexpr double kPercent = 100;
    return std::strtod(fmt::format("{:.12g}", kPercent * share).c_str(), nullptr);
}

std::filesystem::path deployment_in(const std::filesystem::path& folder) {
    const auto inner = folder / "deploy";
    return std::filesystem::exists(inner / "table.json") ? inner : folder;
}

void check_only(const workloads::DeployTable& table, const std::vector<std::string>& only) {
    std::vector<std::string> names;
    for (const auto& row : table.rows)
        names.push_back(row.series);
    for (const auto& name : only)
        if (std::ranges::find(names, name) == names.end())
            throw std::runtime_error(fmt::format("no series '{}'{}", name, config::did_you_mean(name, names)));
}

} // namespace

std::vector<SeriesMember> read_series_folder(const std::filesystem::path& folder, SeriesInput input,
                                             const std::vector<std::string>& only) {
    const auto deployment = std::filesystem::absolute(deployment_in(folder)).lexically_normal();
    const auto table = workloads::read_table(deployment / "table.json");
    check_only(table, only);
    std::vector<SeriesMember> members;
    for (const auto& row : table.rows) {
        if (!only.empty() && std::ranges::find(only, row.series) == only.end()) continue;
        WorkloadSpec workload;
        workload.file = deployment / row.id() / (input == SeriesInput::single ? "single.nmw" : "sample.nmw");
        if (!std::filesystem::exists(*workload.file))
            throw std::runtime_error(fmt::format("{} is missing", workload.file->string()));
        workload.accuracy = percent(row.int8_accuracy);
        workload.name = row.id();
        workload.pattern = to_string(row.pattern);
        members.push_back({row.id(), std::move(workload)});
    }
    return members;
}

} // namespace stavp::sweep
