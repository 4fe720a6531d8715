#include "platform/sweep/results_table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>

namespace stavp::sweep {

namespace {

using Json = nlohmann::ordered_json;

std::string field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string number(const Metric& metric) {
    if (!metric.value) return "";
    return std::visit([](auto held) { return fmt::format("{}", held); }, *metric.value);
}

std::string line(const std::vector<std::string>& fields) {
    std::string text;
    for (const auto& content : fields)
        text += field(content) + ",";
    text.back() = '\n';
    return text;
}

std::vector<std::string> header(const Row& row) {
    std::vector<std::string> names = {"id", "status", "reason"};
    for (const auto& [key, value] : row.columns)
        names.push_back(key);
    names.insert(names.end(), {"workload", "pattern"});
    for (const auto& metric : row.metrics)
        names.push_back(metric.name);
    return names;
}

std::vector<std::string> fields(const Row& row) {
    std::vector<std::string> values = {row.id, std::string(name_of(row.status)), row.reason};
    for (const auto& [key, value] : row.columns)
        values.push_back(value);
    values.insert(values.end(), {row.workload, row.pattern});
    for (const auto& metric : row.metrics)
        values.push_back(number(metric));
    return values;
}

/// Numbers and booleans as such, everything else as text.
Json typed(const std::string& text) {
    auto json = Json::parse(text, nullptr, false);
    return json.is_number() || json.is_boolean() ? json : Json(text);
}

} // namespace

std::string results_csv(const std::vector<Row>& rows) {
    if (rows.empty()) return "";
    auto text = line(header(rows.front()));
    for (const auto& row : rows)
        text += line(fields(row));
    return text;
}

std::string results_json_line(const Row& row) {
    Json json;
    json["id"] = row.id;
    json["status"] = name_of(row.status);
    json["reason"] = row.reason;
    for (const auto& [key, value] : row.columns)
        json[key] = typed(value);
    json["workload"] = row.workload;
    json["pattern"] = row.pattern;
    for (const auto& metric : row.metrics) {
        auto& value = json[metric.name] = nullptr;
        if (metric.value) std::visit([&](auto held) { value = held; }, *metric.value);
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace stavp::sweep
