#include "platform/sweep/config_identity.h"

#include "models/ddr/dram_timing.h"

#include <fmt/format.h>

namespace stavp::sweep {

namespace {

template <typename Table, typename Fields> std::string figures_of(const Table& table, const Fields& fields) {
    std::string text;
    for (const auto& field : fields) {
        const auto& figure = table.*field.member;
        text += fmt::format("{} {} {}\n", field.name, figure.value, figure.factor);
    }
    return text;
}

} // namespace

std::string identity_of(const config::PlatformConfig& config) {
    auto text = config.text;
    for (const auto& field : kDramTimingFields)
        text += fmt::format("{} {}\n", field.name, config.ddr.timing.*field.member);
    text += fmt::format("{} {} {}\n", config.energy.name, config.energy.node_nm, config.energy.voltage_v);
    text += figures_of(config.energy, kEnergyFigures);
    text += config.dram_energy.grade + "\n";
    return text + figures_of(config.dram_energy, kDramEnergyFigures);
}

} // namespace stavp::sweep
