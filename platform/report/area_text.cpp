#include "platform/report/area_text.h"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kUm2PerMm2 = 1e6;
constexpr std::array<const char*, 3> kFpgaResources = {"dsp", "lut", "bram36"};
constexpr int kPartWidth = 19;

std::string row(std::string_view part, const AreaReport& report, std::string_view of_part) {
    auto text = fmt::format("{:<{}}", part, kPartWidth);
    for (const auto* resource : kFpgaResources)
        text += fmt::format("  {:>9.0f}", sum_of(report.fpga, resource, of_part).amount);
    const auto area = sum_of(report.asic, "um2", of_part);
    return text + fmt::format("  {:>9.3f}  {:>9.3f}  {:>9.3f}\n", area.amount / kUm2PerMm2, area.low / kUm2PerMm2,
                              area.high / kUm2PerMm2);
}

Json sum_json(const AreaSum& sum, double unit) {
    return {{"amount", sum.amount / unit}, {"low", sum.low / unit}, {"high", sum.high / unit}};
}

Json items_json(const std::vector<AreaItem>& items) {
    auto json = Json::array();
    for (const auto& item : items)
        json.push_back({{"part", item.part},
                        {"what", item.what},
                        {"resource", item.resource},
                        {"count", item.count},
                        {"each", item.each},
                        {"factor", item.factor}});
    return json;
}

} // namespace

std::string area_text(const AreaReport& report) {
    auto text = fmt::format("FPGA: {}; ASIC: {}, {:g} nm\n", report.fpga_table, report.asic_table, report.node_nm);
    text += fmt::format("{:<{}}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}\n", "part", kPartWidth, "DSP", "LUT",
                        "BRAM36", "mm2", "low", "high");
    for (const auto part : parts_of(report.asic))
        text += row(part, report, part);
    text += row("total", report, "");
    for (const auto* resource : kFpgaResources) {
        const auto sum = sum_of(report.fpga, resource);
        text += fmt::format("{}: {:.0f} to {:.0f}\n", resource, sum.low, sum.high);
    }
    return text;
}

std::string area_json(const AreaReport& report) {
    constexpr int kIndent = 2;
    Json json;
    json["fpga"]["table"] = report.fpga_table;
    for (const auto* resource : kFpgaResources)
        json["fpga"][resource] = sum_json(sum_of(report.fpga, resource), 1);
    json["fpga"]["items"] = items_json(report.fpga);
    json["asic"]["table"] = report.asic_table;
    json["asic"]["node_nm"] = report.node_nm;
    json["asic"]["mm2"] = sum_json(sum_of(report.asic, "um2"), kUm2PerMm2);
    json["asic"]["items"] = items_json(report.asic);
    return json.dump(kIndent) + "\n";
}

} // namespace stavp
