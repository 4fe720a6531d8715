#include "platform/sweep/row_file.h"
#include "platform/run/whole_file.h"
#include "platform/sweep/digest.h"

#include <nlohmann/json.hpp>

namespace stavp::sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr auto kChecksum = "checksum";

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Metric metric_of(const std::string& name, const Json& value) {
    Metric metric{name};
    if (value.is_number_unsigned()) {
        metric.value = value.get<std::uint64_t>();
    } else if (value.is_number()) {
        metric.value = value.get<double>();
    }
    return metric;
}

/// Throws a JSON exception if anything is missing or of another kind.
Row row_of(const Json& json) {
    Row row;
    row.id = json.at("id");
    row.status = parse_status(json.at("status").get<std::string>()).value();
    row.reason = json.at("reason");
    for (const auto& [key, value] : json.at("columns").items())
        row.columns.emplace_back(key, value);
    row.workload = json.at("workload");
    row.pattern = json.at("pattern");
    for (const auto& [name, value] : json.at("metrics").items())
        row.metrics.push_back(metric_of(name, value));
    return row;
}

} // namespace

std::string row_text(const Row& row) {
    Json json;
    json["id"] = row.id;
    json["status"] = name_of(row.status);
    json["reason"] = row.reason;
    json["columns"] = Json::object();
    for (const auto& [key, value] : row.columns)
        json["columns"][key] = value;
    json["workload"] = row.workload;
    json["pattern"] = row.pattern;
    json["metrics"] = Json::object();
    for (const auto& metric : row.metrics) {
        auto& value = json["metrics"][metric.name] = nullptr;
        if (metric.value) std::visit([&](auto held) { value = held; }, *metric.value);
    }
    json[kChecksum] = digest_of(dump(json));
    return dump(json) + "\n";
}

std::optional<Row> parse_row(const std::string& text) {
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) return std::nullopt;
    try {
        const std::string checksum = json.at(kChecksum);
        json.erase(kChecksum);
        if (digest_of(dump(json)) != checksum) return std::nullopt;
        return row_of(json);
    } catch (const Json::exception&) {
        return std::nullopt;
    } catch (const std::bad_optional_access&) {
        return std::nullopt;
    }
}

std::optional<Row> read_row(const SweepFolder& folder, const std::string& id) {
    std::error_code ignored;
    const auto file = folder.row(id);
    if (!std::filesystem::exists(file, ignored)) return std::nullopt;
    auto row = parse_row(read_whole(file));
    if (!row || row->id != id) return std::nullopt;
    return row;
}

void write_row(const SweepFolder& folder, const Row& row) {
    write_whole(folder.row(row.id), row_text(row));
}

} // namespace stavp::sweep
