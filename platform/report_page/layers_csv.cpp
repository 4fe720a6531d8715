#include "platform/report_page/layers_csv.h"
#include "platform/report_page/csv_table.h"

#include <algorithm>
#include <vector>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;

struct Column {
    std::string name;
    Json::json_pointer place;
    std::string absent; ///< what stands where a layer has no such figure
};

/// Causes of transfers are left out of a layer where they are 0: the union over all layers, in the order met.
std::vector<std::string> stall_names(const Json& layers) {
    std::vector<std::string> names;
    for (const auto& layer : layers)
        for (const auto& stall : layer.at("stalls").items())
            if (std::find(names.begin(), names.end(), stall.key()) == names.end()) names.push_back(stall.key());
    return names;
}

std::vector<Column> columns_of(const Json& layers) {
    std::vector<Column> columns;
    const auto add = [&](const std::string& name, const std::string& place, const std::string& absent = "") {
        columns.push_back({name, Json::json_pointer(place), absent});
    };
    for (const auto* name : {"name", "op", "pattern", "begin_cycle", "end_cycle", "cycles", "macs", "macs_dense",
                             "utilisation", "engine", "busy"})
        add(name, std::string("/") + name);
    for (const auto& stall : stall_names(layers))
        add("stall_" + stall, "/stalls/" + stall, "0");
    for (const auto* name : {"read_bytes", "write_bytes", "row_hits", "row_misses", "row_conflicts"})
        add(std::string("dram_") + name, std::string("/dram/") + name);
    for (const auto* name : {"compute_cycles", "memory_cycles", "moved_bytes", "operand_bytes", "bound", "reached"})
        add(name, std::string("/roofline/") + name);
    for (const auto* name : {"kind", "cause", "share", "predicted_saving"})
        add(std::string("bottleneck_") + name, std::string("/bottleneck/") + name);
    for (const auto* name : {"pj", "low_pj", "high_pj"})
        add(std::string("energy_") + name, std::string("/energy/") + name);
    return columns;
}

std::string field(const Json& layer, const Column& column) {
    if (!layer.contains(column.place)) return column.absent;
    const auto& value = layer.at(column.place);
    if (value.is_null()) return "";
    return csv_field(value.is_string() ? value.get<std::string>() : value.dump());
}

} // namespace

std::string layers_csv(const Json& summary) {
    const auto& layers = summary.at("layers");
    const auto columns = columns_of(layers);
    std::string text;
    const auto end_field = [&](const Column& column) { text += &column == &columns.back() ? '\n' : ','; };
    for (const auto& column : columns) {
        text += csv_field(column.name);
        end_field(column);
    }
    for (const auto& layer : layers) {
        for (const auto& column : columns) {
            text += field(layer, column);
            end_field(column);
        }
    }
    return text;
}

} // namespace stavp
