#include "workloads/deploy/table.h"

#include "workloads/format/image.h"

#include <fmt/format.h>
#include <fstream>

namespace stavp::workloads {

namespace {

using Json = nlohmann::ordered_json;

constexpr int schema = 1;

Json run_json(const RunCost& run) {
    return {{"inputs", run.inputs}, {"rows", run.rows}, {"cycles", run.cycles}, {"time_ns", run.time_ns}};
}

RunCost run_from_json(const Json& json) {
    const RunCost run{json.at("inputs").get<std::size_t>(), json.at("rows").get<std::uint32_t>(),
                      json.at("cycles").get<std::uint64_t>(), json.at("time_ns").get<double>()};
    if (run.inputs == 0 || run.cycles == 0) throw FormatError("a run without inputs or cycles");
    return run;
}

std::string percent(double share) {
    return fmt::format("{:.2f}", 100 * share);
}

} // namespace

std::string DeployedRow::label() const {
    return pattern.dense() ? series : series + " " + to_string(pattern);
}

std::string DeployedRow::id() const {
    return pattern.dense() ? series : fmt::format("{}/{}of{}", series, pattern.n, pattern.m);
}

double DeployedRow::cycles_per_input() const {
    return static_cast<double>(batch.cycles) / static_cast<double>(batch.inputs);
}

double DeployTable::batch_speedup(const DeployedRow& row) const {
    return rows.front().cycles_per_input() / row.cycles_per_input();
}

double DeployTable::single_speedup(const DeployedRow& row) const {
    return static_cast<double>(rows.front().single.cycles) / static_cast<double>(row.single.cycles);
}

Json to_json(const DeployedRow& row) {
    return {{"series", row.series},
            {"pattern", to_string(row.pattern)},
            {"float_accuracy", row.float_accuracy},
            {"int8_accuracy", row.int8_accuracy},
            {"sample_accuracy", row.sample_accuracy},
            {"sample_float_accuracy", row.sample_float_accuracy},
            {"weights",
             {{"dense_bytes", row.weights.dense},
              {"value_bytes", row.weights.values},
              {"metadata_bytes", row.weights.metadata},
              {"stored_bytes", row.weights.stored()},
              {"ratio", row.weights.ratio()}}},
            {"batch", run_json(row.batch)},
            {"single", run_json(row.single)}};
}

DeployedRow row_from_json(const Json& json) {
    DeployedRow row;
    row.series = json.at("series").get<std::string>();
    row.pattern = parse_pattern(json.at("pattern").get<std::string>());
    row.float_accuracy = json.at("float_accuracy").get<double>();
    row.int8_accuracy = json.at("int8_accuracy").get<double>();
    row.sample_accuracy = json.at("sample_accuracy").get<double>();
    row.sample_float_accuracy = json.at("sample_float_accuracy").get<double>();
    const Json& weights = json.at("weights");
    row.weights = {weights.at("dense_bytes").get<std::uint64_t>(), weights.at("value_bytes").get<std::uint64_t>(),
                   weights.at("metadata_bytes").get<std::uint64_t>()};
    row.batch = run_from_json(json.at("batch"));
    row.single = run_from_json(json.at("single"));
    return row;
}

Json to_json(const DeployTable& table) {
    Json rows = Json::array();
    for (const DeployedRow& row : table.rows) {
        Json json = to_json(row);
        json["cycles_per_input"] = row.cycles_per_input();
        json["latency_us"] = row.latency_us();
        json["batch_speedup"] = table.batch_speedup(row);
        json["single_speedup"] = table.single_speedup(row);
        rows.push_back(std::move(json));
    }
    return {{"schema", schema}, {"task", table.task}, {"test_inputs", table.test_inputs}, {"rows", std::move(rows)}};
}

DeployTable read_table(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) throw FormatError(file.string() + ": cannot be read; nmprune deploy writes it");
    const Json json = Json::parse(in, nullptr, false);
    try {
        if (json.at("schema").get<int>() != schema) throw FormatError("unknown schema");
        DeployTable table{json.at("task").get<std::string>(), json.at("test_inputs").get<std::size_t>(), {}};
        for (const Json& row : json.at("rows"))
            table.rows.push_back(row_from_json(row));
        if (table.rows.empty() || !table.rows.front().pattern.dense())
            throw FormatError("the first row is not the dense model");
        return table;
    } catch (const Json::exception&) {
        throw FormatError(file.string() + ": not a table of nmprune deploy");
    } catch (const std::exception& error) {
        throw FormatError(file.string() + ": " + error.what());
    }
}

std::vector<std::vector<std::string>> cells(const DeployTable& table) {
    const auto& dense = table.rows.front();
    std::vector<std::vector<std::string>> rows{
        {"model", "float %", "int8 %", fmt::format("platform % ({})", dense.batch.inputs), "dense bytes",
         "stored bytes", "ratio", "cycles/input", "speed-up", "latency us", "speed-up (1)"}};
    for (const DeployedRow& row : table.rows)
        rows.push_back({row.label(), percent(row.float_accuracy), percent(row.int8_accuracy),
                        percent(row.sample_accuracy), std::to_string(row.weights.dense),
                        std::to_string(row.weights.stored()), fmt::format("{:.3f}", row.weights.ratio()),
                        fmt::format("{:.0f}", row.cycles_per_input()), fmt::format("{:.2f}", table.batch_speedup(row)),
                        fmt::format("{:.2f}", row.latency_us()), fmt::format("{:.2f}", table.single_speedup(row))});
    return rows;
}

std::string to_csv(const DeployTable& table) {
    std::string text = "series,pattern,float_accuracy,int8_accuracy,sample_inputs,sample_accuracy,weight_bytes_dense,"
                       "weight_bytes_stored,weight_bytes_metadata,compression_ratio,batch_cycles,cycles_per_input,"
                       "batch_speedup,single_cycles,latency_us,single_speedup\n";
    for (const DeployedRow& row : table.rows)
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", row.series, to_string(row.pattern),
                            row.float_accuracy, row.int8_accuracy, row.batch.inputs, row.sample_accuracy,
                            row.weights.dense, row.weights.stored(), row.weights.metadata, row.weights.ratio(),
                            row.batch.cycles, row.cycles_per_input(), table.batch_speedup(row), row.single.cycles,
                            row.latency_us(), table.single_speedup(row));
    return text;
}

std::string to_markdown(const DeployTable& table) {
    const auto rows = cells(table);
    const auto line = [](const std::vector<std::string>& row) {
        std::string text = "|";
        for (const std::string& cell : row)
            text += " " + cell + " |";
        return text + "\n";
    };
    std::string text = fmt::format("Task {}, {} test inputs.\n\n", table.task, table.test_inputs) + line(rows.front());
    text += "|---|";
    for (std::size_t i = 1; i < rows.front().size(); ++i)
        text += "---:|";
    text += "\n";
    for (std::size_t i = 1; i < rows.size(); ++i)
        text += line(rows[i]);
    return text;
}

} // namespace stavp::workloads
