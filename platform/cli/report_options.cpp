#include "platform/cli/report_options.h"
#include "platform/cli/child_run.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/profile/profile_text.h"
#include "platform/report/bottleneck_model.h"
#include "platform/report/energy_table_text.h"
#include "platform/report/roofline_model.h"
#include "platform/report/what_if.h"

#include <fmt/format.h>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr auto kProfileRows = "20";

struct ChangedRuns {
    std::vector<VariedRun> runs;
    std::vector<FailedChange> failed;
};

Arguments changed_run(const po::variables_map& values, const KeyChange& change, const std::filesystem::path& folder) {
    auto run = platform_arguments(values);
    for (const auto* option : {"workload", "firmware", "fidelity", "timeout-cycles"})
        if (const auto text = text_of(values, option)) run.insert(run.end(), {std::string("--") + option, *text});
    if (values.count("no-check") != 0) run.emplace_back("--no-check");
    run.insert(run.end(), {"--set", change.key + "=" + change.to, "-o", folder.string()});
    return run;
}

/// Runs the workload again with each change that the bottlenecks name.
ChangedRuns run_changes(const po::variables_map& values, const RunResult& result) {
    const ScratchFolder scratch;
    const auto changes = distinct_changes(result);
    const auto folder_of = [&](std::size_t i) { return scratch.path() / std::to_string(i); };
    std::vector<Arguments> runs;
    for (std::size_t i = 0; i < changes.size(); ++i)
        runs.push_back(changed_run(values, changes[i], folder_of(i)));
    const auto outcomes = run_children(runs);
    ChangedRuns changed;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto& [exit_code, errors] = outcomes[i];
        if (exit_code == kGood) {
            changed.runs.push_back(read_varied_run(changes[i], folder_of(i)));
        } else {
            fmt::print(stderr, "{}={}: {}", changes[i].key, changes[i].to, errors);
            changed.failed.push_back({changes[i], errors.substr(0, errors.find('\n'))});
        }
    }
    return changed;
}

void report_changes(const po::variables_map& values, const RunResult& result, RunFolder* folder) {
    const auto changed = run_changes(values, result);
    fmt::print("\n{}", what_if_text(result, changed.runs));
    if (folder != nullptr) folder->add("what_if.json", what_if_json(result, changed.runs, changed.failed));
}

} // namespace

void add_report_options(po::options_description& options) {
    options.add_options()("roofline", "show per layer what compute and memory allow, and how much of it was reached")(
        "bottlenecks", "show per layer what most cycles went to, and which key would save about how much")(
        "what-if",
        "run again with each of these keys changed, and show what it really saves (with -o also OUT/what_if.json)")(
        "energy", "show per part and per layer where the energy went")(
        "profile", po::value<std::string>()->implicit_value(kProfileRows)->value_name("N"),
        "show the N functions that took most of the host's cycles (with -o also OUT/profile.folded, profile.json)");
}

std::optional<std::uint64_t> profile_rows(const po::variables_map& values) {
    const auto rows = text_of(values, "profile");
    return rows ? std::optional(parse_count("run", "--profile", *rows)) : std::nullopt;
}

void print_reports(const po::variables_map& values, const RunResult& result, RunFolder* folder) {
    if (values.count("roofline") != 0) fmt::print("\n{}", roofline_table(result));
    if (values.count("bottlenecks") != 0) fmt::print("\n{}", bottleneck_lines(result));
    if (values.count("what-if") != 0 && result.status == RunStatus::ok) report_changes(values, result, folder);
    if (values.count("energy") != 0) fmt::print("\n{}", energy_table(result));
    if (const auto rows = profile_rows(values)) fmt::print("\n{}", profile_table(*result.profile, *rows));
}

} // namespace stavp::cli
