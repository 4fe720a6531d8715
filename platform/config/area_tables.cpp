#include "platform/config/area_tables.h"
#include "platform/config/cost_file.h"
#include "platform/config/find_yaml.h"

#include <algorithm>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace stavp::config {

namespace {

constexpr Range kNode{1, 1000};

enum class AreaKind { neither, asic, fpga };

template <typename Table, std::size_t N>
bool has_figure_of(const YAML::Node& file, const std::array<FigureField<Table>, N>& figures) {
    return std::any_of(figures.begin(), figures.end(),
                       [&](const auto& figure) { return static_cast<bool>(file[std::string(figure.name)]); });
}

/// By the figures in it. A file with none of either, or that is no YAML, is left to the reader.
AreaKind kind_of(const std::filesystem::path& file) {
    try {
        const auto root = YAML::LoadFile(file.string());
        if (!root.IsMap()) return AreaKind::neither;
        if (has_figure_of(root, kAsicAreaFigures)) return AreaKind::asic;
        if (has_figure_of(root, kFpgaAreaFigures)) return AreaKind::fpga;
    } catch (const YAML::Exception&) {
    }
    return AreaKind::neither;
}

std::vector<std::string> names_of(AreaKind kind, const std::vector<std::filesystem::path>& folders) {
    auto names = yaml_names(folders);
    std::erase_if(names, [&](const std::string& name) { return kind_of(*find_yaml(name, folders)) != kind; });
    return names;
}

std::filesystem::path find_table(const std::string& option, const std::string& name, AreaKind wanted,
                                 const std::vector<std::filesystem::path>& folders) {
    const auto file = find_yaml(name, folders);
    if (!file)
        throw ConfigError(fmt::format("{} {}: {}", option, name, nowhere(name, folders, names_of(wanted, folders))));
    const auto kind = kind_of(*file);
    if (kind != AreaKind::neither && kind != wanted)
        throw ConfigError(fmt::format("{} {}: {} holds what parts take in {}, not in {}; there are {}", option, name,
                                      file->string(), kind == AreaKind::fpga ? "an FPGA" : "an ASIC",
                                      wanted == AreaKind::fpga ? "an FPGA" : "an ASIC",
                                      fmt::join(names_of(wanted, folders), ", ")));
    return *file;
}

template <typename Table, std::size_t N> Table load(const std::filesystem::path& file, const std::string& name,
                                                    Schema schema, Table& table,
                                                    const std::array<FigureField<Table>, N>& figures) {
    schema.push_back(text("name", table.name, "The file's own name"));
    append_figures(schema, table, figures);
    Reader reader(std::move(schema));
    reader.read_file(file);
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
    return load(find_table(option, name, AreaKind::asic, folders), name, std::move(schema), table, kAsicAreaFigures);
}

FpgaAreaTable load_fpga_area(const std::string& option, const std::string& name,
                             const std::vector<std::filesystem::path>& folders) {
    FpgaAreaTable table;
    return load(find_table(option, name, AreaKind::fpga, folders), name, {}, table, kFpgaAreaFigures);
}

} // namespace stavp::config
