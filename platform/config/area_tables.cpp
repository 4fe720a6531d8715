#include "platform/config/area_tables.h"
#include "platform/config/cost_file.h"
#include "platform/config/find_yaml.h"

#include <fmt/format.h>

namespace stavp::config {

namespace {

constexpr Range kNode{1, 1000};

template <typename Table, std::size_t N> Table load(const std::string& option, const std::string& name,
                                                    const std::vector<std::filesystem::path>& folders, Schema schema,
                                                    Table& table, const std::array<FigureField<Table>, N>& figures) {
    const auto file = find_yaml(name, folders);
    if (!file) throw ConfigError(fmt::format("{} {}: no {}.yaml in {}", option, name, name, list_folders(folders)));
    schema.push_back(text("name", table.name, "The file's own name"));
    append_figures(schema, table, figures);
    Reader reader(std::move(schema));
    reader.read_file(*file);
    reader.require_all();
    if (table.name != name) reader.refuse("name", fmt::format("must be {}, as the file is called", name));
    return table;
}

} // namespace

AsicAreaTable load_asic_area(const std::string& option, const std::string& name,
                             const std::vector<std::filesystem::path>& folders) {
    AsicAreaTable table;
    Schema schema;
    schema.push_back(real("node_nm", table.node_nm, kNode, "nm", "Process node"));
    return load(option, name, folders, std::move(schema), table, kAsicAreaFigures);
}

FpgaAreaTable load_fpga_area(const std::string& option, const std::string& name,
                             const std::vector<std::filesystem::path>& folders) {
    FpgaAreaTable table;
    return load(option, name, folders, {}, table, kFpgaAreaFigures);
}

} // namespace stavp::config
