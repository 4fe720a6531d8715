#include "platform/config/cost_file.h"
#include "platform/config/find_yaml.h"
#include "platform/config/platform_config.h"

#include <fmt/format.h>

namespace stavp::config {

namespace {

constexpr auto kGeneric = "generic";
constexpr Range kNode{1, 1000};
constexpr Range kVoltage{0.1, 10};

void check_name(const std::string& key, const std::string& given, const std::string& expected, const Reader& reader) {
    if (given != expected) reader.refuse(key, fmt::format("must be {}, as the file is called", expected));
}

EnergyTable read_table(const std::filesystem::path& file, const std::string& name) {
    EnergyTable table;
    Schema schema;
    schema.push_back(text("name", table.name, "The file's own name"));
    schema.push_back(real("node_nm", table.node_nm, kNode, "nm", "Process node"));
    schema.push_back(real("voltage_v", table.voltage_v, kVoltage, "V", "Supply"));
    append_figures(schema, table, kEnergyFigures);
    Reader reader(std::move(schema));
    reader.read_file(file);
    reader.require_all();
    check_name("name", table.name, name, reader);
    return table;
}

DramEnergyTable read_dram_table(const std::filesystem::path& file, const std::string& grade) {
    DramEnergyTable table;
    Schema schema;
    schema.push_back(text("grade", table.grade, "The file's own name"));
    append_figures(schema, table, kDramEnergyFigures);
    Reader reader(std::move(schema));
    reader.read_file(file);
    reader.require_all();
    check_name("grade", table.grade, grade, reader);
    return table;
}

} // namespace

void load_energy(PlatformConfig& config, const Reader& platform, const std::vector<std::filesystem::path>& folders) {
    const auto file = find_yaml(config.energy_table, folders);
    if (!file) platform.refuse("energy.table", nowhere(config.energy_table, folders, yaml_names(folders)));
    config.energy = read_table(*file, config.energy_table);
    auto dram_folders = folders;
    for (auto& folder : dram_folders)
        folder /= "dram";
    for (const auto& grade : {config.ddr_grade, std::string(kGeneric)})
        if (const auto found = find_yaml(grade, dram_folders)) {
            config.dram_energy = read_dram_table(*found, grade);
            return;
        }
    platform.refuse("energy.table", nowhere(kGeneric, dram_folders, yaml_names(dram_folders)));
}

} // namespace stavp::config
