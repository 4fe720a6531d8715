#include "workloads/deploy/series.h"

#include "workloads/format/image.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <yaml-cpp/yaml.h>

namespace stavp::workloads {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* candidate_suffix = ".safetensors";

/// The pattern of "NofM.safetensors", or nothing for other names.
std::optional<Pattern> pattern_of(const fs::path& file) {
    const std::string name = file.stem().string();
    const auto of = name.find("of");
    if (file.extension() != candidate_suffix || of == std::string::npos) return std::nullopt;
    try {
        return parse_pattern(fmt::format("{}:{}", name.substr(0, of), name.substr(of + 2)));
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

void read_task(const fs::path& file, SeriesFolder& series) {
    try {
        const YAML::Node task = YAML::LoadFile(file.string())["task"];
        if (!task.IsMap() || !task["name"]) throw FormatError(file.string() + ": no task with a name");
        for (const auto& entry : task) {
            const auto key = entry.first.as<std::string>();
            if (key == "name")
                series.task = entry.second.as<std::string>();
            else if (key == "seed")
                series.settings.seed = entry.second.as<std::uint64_t>();
            else if (key == "training_samples")
                series.settings.training_samples = entry.second.as<std::size_t>();
            else if (key == "test_samples")
                series.settings.test_samples = entry.second.as<std::size_t>();
            else if (key == "max_rows")
                series.settings.max_rows = entry.second.as<std::uint32_t>();
            else
                series.settings.options.emplace_back(key, entry.second.as<std::string>());
        }
    } catch (const YAML::BadFile&) {
        throw FormatError(file.string() + ": cannot be read; is this the folder of nmprune idp?");
    } catch (const YAML::Exception& error) {
        throw FormatError(fmt::format("{}:{}: {}", file.string(), error.mark.line + 1, error.msg));
    }
}

/// Accuracies by series and pattern.
std::map<std::pair<std::string, std::string>, double> read_results(const fs::path& file) {
    std::map<std::pair<std::string, std::string>, double> accuracies;
    if (!fs::exists(file)) return accuracies;
    std::ifstream in(file);
    const json parsed = json::parse(in, nullptr, false);
    const json& rows = parsed.is_object() && parsed.contains("rows") ? parsed["rows"] : parsed;
    if (!rows.is_array()) throw FormatError(file.string() + ": no list of results");
    try {
        for (const json& row : rows) {
            std::string series = row.at("method").get<std::string>();
            if (const json budget = row.value("budget", json()); budget.is_string() && !budget.get<std::string>().empty())
                series = fmt::format("{}-{}", series, budget.get<std::string>());
            const std::string pattern = row.at("pattern").get<std::string>();
            accuracies[{pattern == "dense" ? pattern : series, pattern}] = row.at("accuracy").get<double>();
        }
    } catch (const json::exception&) {
        throw FormatError(file.string() + ": a row lacks method, pattern or accuracy");
    }
    return accuracies;
}

std::vector<Candidate> candidates_of(const fs::path& folder) {
    std::vector<Candidate> candidates;
    for (const auto& entry : fs::directory_iterator(folder))
        if (const auto pattern = pattern_of(entry.path()); pattern && entry.is_regular_file())
            candidates.push_back({folder.filename().string(), *pattern, entry.path(), std::nullopt});
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
        return a.pattern.m != b.pattern.m ? a.pattern.m < b.pattern.m : a.pattern.n > b.pattern.n;
    });
    return candidates;
}

} // namespace

std::string Candidate::id() const {
    return pattern.dense() ? series : fmt::format("{}/{}of{}", series, pattern.n, pattern.m);
}

SeriesFolder read_series(const fs::path& folder, const std::vector<std::string>& only) {
    if (!fs::is_directory(folder)) throw FormatError(folder.string() + ": no such folder");
    SeriesFolder series;
    read_task(folder / "recipe.yaml", series);
    const fs::path dense = folder / "dense.safetensors";
    if (!fs::is_regular_file(dense)) throw FormatError(dense.string() + ": is missing");
    series.candidates.push_back({"dense", {}, dense, std::nullopt});

    std::set<std::string> names(only.begin(), only.end());
    if (only.empty())
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.is_directory()) names.insert(entry.path().filename().string());
    for (const std::string& name : names) {
        const bool there = fs::is_directory(folder / name);
        const auto found = there ? candidates_of(folder / name) : std::vector<Candidate>{};
        if (found.empty() && !only.empty())
            throw FormatError((folder / name).string() + ": no such series: no NofM.safetensors there");
        series.candidates.insert(series.candidates.end(), found.begin(), found.end());
    }
    if (series.candidates.size() == 1)
        throw FormatError(folder.string() + ": no candidates: no SERIES/NofM.safetensors there");
    const fs::path results = folder / "results.json";
    const auto accuracies = read_results(results);
    for (Candidate& candidate : series.candidates) {
        const auto found = accuracies.find({candidate.series, to_string(candidate.pattern)});
        if (found != accuracies.end()) candidate.float_accuracy = found->second;
    }
    return series;
}

} // namespace stavp::workloads
