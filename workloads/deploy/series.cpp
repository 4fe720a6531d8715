#include "workloads/deploy/series.h"

#include "workloads/deploy/digest.h"
#include "workloads/format/image.h"
#include "workloads/series/result.h"
#include "workloads/series/store_names.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace stavp::workloads {

namespace {

namespace fs = std::filesystem;

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

/// What training noted about a model, by its id.
std::map<std::string, series::Result> read_notes(const fs::path& file) {
    std::map<std::string, series::Result> notes;
    if (!fs::exists(file)) return notes;
    for (series::Result& result : series::read_results(file))
        notes.emplace(result.job.id, result);
    return notes;
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
    if (!fs::exists(folder / series::recipe_name))
        throw FormatError((folder / series::recipe_name).string() + ": is missing; is this a folder of nmprune idp?");
    const series::Recipe recipe = series::read_recipe(folder / series::recipe_name);
    SeriesFolder result{recipe.task, recipe.task_settings, {}};
    const fs::path dense = folder / "dense.safetensors";
    if (!fs::is_regular_file(dense)) throw FormatError(dense.string() + ": is missing");
    result.candidates.push_back({"dense", {}, dense, std::nullopt});

    std::set<std::string> names(only.begin(), only.end());
    if (only.empty())
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.is_directory()) names.insert(entry.path().filename().string());
    for (const std::string& name : names) {
        const bool there = fs::is_directory(folder / name);
        const auto found = there ? candidates_of(folder / name) : std::vector<Candidate>{};
        if (found.empty() && !only.empty())
            throw FormatError((folder / name).string() + ": no such series: no NofM.safetensors there");
        result.candidates.insert(result.candidates.end(), found.begin(), found.end());
    }
    if (result.candidates.size() == 1)
        throw FormatError(folder.string() + ": no candidates: no SERIES/NofM.safetensors there");
    const fs::path rows = folder / series::rows_name;
    const auto notes = read_notes(rows);
    for (Candidate& candidate : result.candidates) {
        const auto note = notes.find(candidate.id());
        if (note == notes.end()) continue;
        if (file_digest(candidate.file) != note->second.sha256)
            throw FormatError(fmt::format("{}: is not the model that {} speaks of", candidate.file.string(),
                                          rows.filename().string()));
        candidate.float_accuracy = note->second.score.accuracy;
    }
    return result;
}

} // namespace stavp::workloads
