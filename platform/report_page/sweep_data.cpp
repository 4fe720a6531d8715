#include "platform/report_page/sweep_data.h"
#include "platform/report_page/csv_table.h"
#include "platform/report_page/flat_config.h"
#include "platform/run/input_error.h"
#include "platform/run/whole_file.h"

#include <algorithm>
#include <sstream>
#include <yaml-cpp/yaml.h>

namespace stavp {

namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

std::string field_of(const Json& value) {
    if (value.is_null()) return "";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

/// A last line without an end was being written when its writer ended.
CsvTable parse_json_lines(const std::string& text, const std::string& name) {
    CsvTable table;
    std::istringstream lines(text.substr(0, text.rfind('\n') + 1));
    for (std::string line; std::getline(lines, line);) {
        const auto json = Json::parse(line, nullptr, false);
        if (!json.is_object())
            throw InputError(name + ": line " + std::to_string(table.rows.size() + 1) + " is no row");
        std::vector<std::string> row;
        Names columns;
        for (const auto& [key, value] : json.items()) {
            columns.push_back(key);
            row.push_back(field_of(value));
        }
        if (table.rows.empty()) table.columns = columns;
        if (columns != table.columns) throw InputError(name + ": rows with different columns");
        table.rows.push_back(std::move(row));
    }
    return table;
}

CsvTable read_results(const std::filesystem::path& folder) {
    const auto csv = folder / "results.csv";
    const auto lines = folder / "results.jsonl";
    if (const auto text = read_if_there(csv)) return parse_csv(*text, csv.string());
    return parse_json_lines(read_whole(lines), lines.string());
}

void check_columns(const CsvTable& table, const std::filesystem::path& folder) {
    const auto& columns = table.columns;
    const Names first = {"id", "status", "reason"};
    const bool whole =
        columns.empty() || (columns.size() >= first.size() && std::equal(first.begin(), first.end(), columns.begin()) &&
                            std::find(columns.begin(), columns.end(), "workload") != columns.end());
    if (!whole)
        throw InputError((folder / "results.csv").string() + ": does not have the columns of a sweep's results");
}

/// Between "reason" and "workload".
Names varied_columns(const Names& columns) {
    constexpr std::ptrdiff_t kFirst = 3;
    if (columns.empty()) return {};
    return {columns.begin() + kFirst, std::find(columns.begin() + kFirst, columns.end(), "workload")};
}

/// What the sweep file says of its columns. A file that cannot be read leaves all of them axes.
void add_sweep_file(const std::filesystem::path& folder, const Names& varied, Json& json) {
    json["axes"] = varied;
    json["derived"] = Json::array();
    const auto text = read_if_there(folder / "sweep.yaml");
    if (!text) return;
    json["sweep_text"] = *text;
    try {
        const auto root = YAML::Load(*text);
        if (!root.IsMap()) return;
        if (const auto mode = root["mode"]) json["mode"] = mode.as<std::string>();
        if (const auto objectives = root["objectives"]) json["objectives"] = objectives.as<Names>();
        const auto derived = root["derived"];
        if (!derived.IsDefined() || !derived.IsMap()) return;
        const auto is_derived = [&](const std::string& name) { return derived[name].IsDefined(); };
        json["axes"] = Json::array();
        for (const auto& name : varied)
            json[is_derived(name) ? "derived" : "axes"].push_back(name);
    } catch (const YAML::Exception& error) {
        throw InputError((folder / "sweep.yaml").string() + ": " + error.what());
    }
}

/// The first config whole, and of each point what differs from it; null for a point that left none.
void add_configs(const std::filesystem::path& folder, const CsvTable& table, Json& json) {
    std::optional<FlatConfig> base;
    auto& configs = json["configs"] = Json::object();
    for (const auto& row : table.rows) {
        const auto& id = row.front();
        configs[id] = nullptr;
        if (id.empty() || id.find('/') != std::string::npos) continue;
        const auto file = folder / "points" / id / "config.yaml";
        const auto text = read_if_there(file);
        if (!text) continue;
        const auto config = flatten_yaml(*text, file.string());
        if (!base) base = config;
        auto& own = configs[id] = Json::object();
        for (const auto& [key, value] : config)
            if (const auto other = base->find(key); other == base->end() || other->second != value) own[key] = value;
    }
    json["config_base"] = base ? Json(*base) : Json::object();
}

void add_plan(const std::filesystem::path& folder, Json& json) {
    const auto text = read_if_there(folder / "plan.json");
    if (!text) return;
    const auto plan = Json::parse(*text, nullptr, false);
    if (plan.is_object() && plan.contains("points") && plan["points"].is_array())
        json["planned"] = plan["points"].size();
}

} // namespace

bool has_results(const std::filesystem::path& folder) {
    return std::filesystem::exists(folder / "results.csv") || std::filesystem::exists(folder / "results.jsonl");
}

Json sweep_data(const std::filesystem::path& folder) {
    const auto table = read_results(folder);
    check_columns(table, folder);
    Json json;
    json["kind"] = "sweep";
    json["columns"] = table.columns;
    json["rows"] = table.rows;
    add_sweep_file(folder, varied_columns(table.columns), json);
    add_plan(folder, json);
    add_configs(folder, table, json);
    return json;
}

} // namespace stavp
