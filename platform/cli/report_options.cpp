#include "platform/cli/report_options.h"
#include "platform/cli/child_run.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/report/bottleneck_model.h"
#include "platform/report/energy_table_text.h"
#include "platform/report/roofline_model.h"
#include "platform/report/what_if.h"

#include <fmt/format.h>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

/// Runs the workload again with each change that the bottlenecks name.
std::vector<VariedRun> run_changes(const po::variables_map& values, const RunResult& result) {
    const ScratchFolder scratch;
    const auto changes = distinct_changes(result);
    const auto folder_of = [&](std::size_t i) { return scratch.path() / std::to_string(i); };
    std::vector<Arguments> runs;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        auto run = platform_arguments(values);
        for (const auto* option : {"workload", "firmware", "fidelity", "timeout-cycles"})
            if (const auto text = text_of(values, option)) run.insert(run.end(), {std::string("--") + option, *text});
        if (values.count("no-check") != 0) run.emplace_back("--no-check");
        run.insert(run.end(), {"--set", changes[i].key + "=" + changes[i].to, "-o", folder_of(i).string()});
        runs.push_back(std::move(run));
    }
    const auto outcomes = run_children(runs);
    std::vector<VariedRun> varied;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (outcomes[i].exit_code == kGood) {
            varied.push_back(read_varied_run(changes[i], folder_of(i)));
        } else {
            fmt::print(stderr, "{}={}: {}", changes[i].key, changes[i].to, outcomes[i].errors);
        }
    }
    return varied;
}

} // namespace

void add_report_options(po::options_description& options) {
    options.add_options()("roofline", "show per layer what compute and memory allow, and how much of it was reached")(
        "bottlenecks", "show per layer what most cycles went to, and which key would save about how much")(
        "what-if", "run again with each of these keys changed, and show what it really saves")(
        "energy", "show per part and per layer where the energy went");
}

void print_reports(const po::variables_map& values, const RunResult& result) {
    if (values.count("roofline") != 0) fmt::print("\n{}", roofline_table(result));
    if (values.count("bottlenecks") != 0) fmt::print("\n{}", bottleneck_lines(result));
    if (values.count("what-if") != 0 && result.status == RunStatus::ok)
        fmt::print("\n{}", what_if_text(result, run_changes(values, result)));
    if (values.count("energy") != 0) fmt::print("\n{}", energy_table(result));
}

} // namespace stavp::cli
