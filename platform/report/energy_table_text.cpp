#include "platform/report/energy_table_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace stavp {

namespace {

constexpr double kPjPerUj = 1e6;
constexpr double kPercent = 100;
constexpr double kLeastShown = 0.001;
constexpr std::size_t kTopParts = 3;

std::string top_parts(const EnergyReport& report) {
    auto parts = report.parts;
    std::stable_sort(parts.begin(), parts.end(),
                     [](const PartEnergy& a, const PartEnergy& b) { return a.energy.pj > b.energy.pj; });
    parts.resize(std::min(parts.size(), kTopParts));
    std::string text;
    for (const auto& part : parts)
        if (part.energy.pj > kLeastShown * report.total.pj)
            text += fmt::format("{}{} {:.1f} %", text.empty() ? "" : ", ", part.part,
                                kPercent * part.energy.pj / report.total.pj);
    return text;
}

std::string line(const std::string& name, std::size_t width, const Energy& energy, const std::string& rest) {
    return fmt::format("{:<{}}  {:>12.3f}  {:>12.3f}  {:>12.3f}  {}\n", name, width, energy.pj / kPjPerUj,
                       energy.low_pj / kPjPerUj, energy.high_pj / kPjPerUj, rest);
}

std::string head(const char* what, std::size_t width, const char* rest) {
    return fmt::format("{:<{}}  {:>12}  {:>12}  {:>12}  {}\n", what, width, "uJ", "low", "high", rest);
}

} // namespace

std::string energy_table(const RunResult& result) {
    if (!result.energy) return "";
    const auto& energy = *result.energy;
    std::size_t width = std::string_view("intermediate_buffer").size();
    for (const auto& layer : result.layers)
        width = std::max(width, layer.name.size());
    auto text = fmt::format("energy with {} ({:g} nm, {:g} V) and dram/{}\n", energy.table, energy.node_nm,
                            energy.voltage_v, energy.dram_table);
    text += head("part", width, "share");
    for (const auto& part : energy.report.parts)
        text += line(part.part, width, part.energy,
                     fmt::format("{:.1f} %", kPercent * part.energy.pj / energy.report.total.pj));
    text += line("total", width, energy.report.total, "") + "\n" + head("layer", width, "most of it");
    for (const auto& layer : result.layers)
        if (layer.energy) text += line(layer.name, width, layer.energy->total, top_parts(*layer.energy));
    return text;
}

} // namespace stavp
