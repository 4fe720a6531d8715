#include "workloads/series/result.h"

#include "workloads/format/image.h"

#include <fmt/format.h>
#include <fstream>

namespace stavp::workloads::series {

nlohmann::ordered_json to_json(const Result& result) {
    const Job& job = result.job;
    nlohmann::ordered_json row{{"id", job.id},
                               {"method", to_string(job.method)},
                               {"budget", to_string(job.budget)},
                               {"m", job.m},
                               {"pattern", to_string(job.pattern)},
                               {"place", job.place},
                               {"parent", job.parent},
                               {"steps", job.steps},
                               {"lineage_steps", job.lineage_steps},
                               {"series_steps", job.series_steps},
                               {"accuracy", result.score.accuracy},
                               {"loss", result.score.loss},
                               {"file", job.id + ".safetensors"},
                               {"sha256", result.sha256}};
    if (!result.master_sha256.empty()) {
        row["master"] = job.id + ".master.safetensors";
        row["master_sha256"] = result.master_sha256;
    }
    return row;
}

Result result_from_json(const nlohmann::ordered_json& row) {
    Result result;
    Job& job = result.job;
    row.at("id").get_to(job.id);
    job.method = method_from_string(row.at("method").get<std::string>());
    job.budget = budget_from_string(row.at("budget").get<std::string>());
    row.at("m").get_to(job.m);
    job.pattern = parse_pattern(row.at("pattern").get<std::string>());
    row.at("place").get_to(job.place);
    row.at("parent").get_to(job.parent);
    row.at("steps").get_to(job.steps);
    row.at("lineage_steps").get_to(job.lineage_steps);
    row.at("series_steps").get_to(job.series_steps);
    row.at("accuracy").get_to(result.score.accuracy);
    row.at("loss").get_to(result.score.loss);
    row.at("sha256").get_to(result.sha256);
    result.master_sha256 = row.value("master_sha256", "");
    return result;
}

std::vector<Result> read_results(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw FormatError(file.string() + ": cannot be read");
    std::vector<Result> results;
    for (std::string line; std::getline(in, line);)
        try {
            results.push_back(result_from_json(nlohmann::ordered_json::parse(line)));
        } catch (const std::exception&) {
            throw FormatError(fmt::format("{}:{}: is no result of a series", file.string(), results.size() + 1));
        }
    return results;
}

} // namespace stavp::workloads::series
