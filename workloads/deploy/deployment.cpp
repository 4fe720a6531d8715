#include "workloads/deploy/deployment.h"

#include "workloads/deploy/deploy_folder.h"
#include "workloads/deploy/digest.h"
#include "workloads/format/image.h"

#include <algorithm>
#include <fmt/format.h>

namespace stavp::workloads {

namespace {

namespace fs = std::filesystem;

/// Everything that a row depends on, apart from the task's data.
class Fingerprints {
public:
    Fingerprints(const SeriesFolder& series, const Task& task, const DeploySettings& settings) {
        const TaskSettings& t = series.settings;
        common_ = fmt::format("{} {} {} {} {} {} {} {} {} {}\n", series.task, t.seed, t.training_samples,
                              t.test_samples, t.max_rows, task.training().size(), task.test().size(), settings.sample,
                              settings.calibration, settings.seed);
        for (const auto& [key, value] : t.options)
            common_ += key + "=" + value + "\n";
        common_ += settings.platform.effective_config();
        common_ += file_digest(settings.platform.stavp) + file_digest("/proc/self/exe");
    }

    std::string of(const Candidate& candidate) const {
        const std::string text =
            common_ + file_digest(candidate.file) +
            (candidate.float_accuracy ? fmt::format("{}", *candidate.float_accuracy) : std::string());
        return text_digest(text);
    }

private:
    std::string common_;
};

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "; ") + line;
    return text;
}

/// Adds the candidate's file to the message of whatever is wrong with the model.
DeployedRow deploy_named(const Candidate& candidate, const Task& task, const DeploySettings& settings,
                         const fs::path& folder, const CandidateProgress& progress) {
    try {
        return deploy_candidate(candidate, task, settings, folder, progress);
    } catch (const std::invalid_argument& error) {
        throw FormatError(candidate.file.string() + ": " + error.what());
    }
}

void write_tables(const DeployFolder& folder, const DeployTable& table) {
    folder.write("table.json", to_json(table).dump(2) + "\n");
    folder.write("table.csv", to_csv(table));
    folder.write("table.md", to_markdown(table));
}

} // namespace

DeployFailure::DeployFailure(std::vector<std::string> failed)
    : std::runtime_error(joined(failed)), lines(std::move(failed)) {}

DeployTable deploy(const SeriesFolder& series, const Task& task, const DeploySettings& settings, const fs::path& folder,
                   const DeployProgress& progress) {
    if (task.test().size() == 0 || task.training().size() == 0) throw FormatError("the task has no samples");
    const Fingerprints fingerprints(series, task, settings);
    DeployFolder out(folder);
    DeployTable table{series.task, task.test().size(), {}};
    std::vector<std::string> ids;
    std::vector<std::string> failures;
    for (const Candidate& candidate : series.candidates)
        ids.push_back(candidate.id());
    std::vector<std::size_t> open;
    std::vector<std::string> prints;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        prints.push_back(fingerprints.of(series.candidates[i]));
        table.rows.emplace_back();
        if (const auto row = out.finished(ids[i], prints[i]))
            table.rows[i] = *row;
        else
            open.push_back(i);
    }
    for (std::size_t k = 0; k < open.size(); ++k) {
        const std::size_t i = open[k];
        const auto report = [&](std::string_view step, double share) {
            if (progress)
                progress(fmt::format("{} ({} of {}): {}", ids[i], k + 1, open.size(), step),
                         (static_cast<double>(k) + share) / static_cast<double>(open.size()));
        };
        try {
            table.rows[i] = deploy_named(series.candidates[i], task, settings, out.begin(ids[i]), report);
            out.finish(ids[i], prints[i], table.rows[i]);
        } catch (const PlatformFailure& failure) {
            failures.push_back(ids[i] + ": " + failure.what());
        }
    }
    if (!failures.empty()) throw DeployFailure(std::move(failures));
    write_tables(out, table);
    out.commit(ids, {"table.json", "table.csv", "table.md"});
    return table;
}

} // namespace stavp::workloads
