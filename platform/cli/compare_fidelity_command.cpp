#include "platform/cli/child_run.h"
#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/report/fidelity_error.h"
#include "workloads/format/image.h"

#include <array>
#include <fmt/format.h>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr std::array<const char*, 2> kFidelities = {"lt", "at"};

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << "usage: stavp compare-fidelity [-c PLATFORM.yaml] -w WORKLOAD.nmw [-o OUT]\n\n"
            "Runs the workload in both fidelities and prints, per layer, the error of lt against at.\n"
            "Exit code 1 if their bytes differ or a run fails.\n\n"
         << options;
    fmt::print("{}", text.str());
}

/// Everything that would be refused twice, refused once.
void check_input(const po::variables_map& values, const std::string& workload) {
    for (const auto* fidelity : kFidelities)
        read_platform(values, {std::string("sim.fidelity=") + fidelity});
    workloads::Image::load(workload);
}

/// The runs that did not end well, told on stderr. Bad input ends the command.
std::vector<FailedRun> report_failures(const std::vector<ChildOutcome>& outcomes) {
    std::vector<FailedRun> failed;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto& [exit_code, errors] = outcomes[i];
        if (exit_code == kGood) continue;
        const auto message = errors.substr(0, errors.find('\n'));
        if (exit_code == kBadInput) throw InputError(message);
        fmt::print(stderr, "{}: {}", kFidelities[i], errors);
        failed.push_back({kFidelities[i], exit_code, message});
    }
    return failed;
}

} // namespace

int compare_fidelity_command(const Arguments& arguments) {
    po::options_description options("options");
    options.add_options()("help,h", "this text");
    add_platform_options(options);
    options.add_options()("workload,w", po::value<std::string>()->value_name("FILE.nmw"),
                          "workload")("output,o", po::value<std::string>()->value_name("OUT"),
                                      "keep the runs as OUT/lt and OUT/at")("json", "machine-readable");
    const auto values = parse("compare-fidelity", arguments, options, {});
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    const auto workload = text_of(values, "workload");
    if (!workload) usage_error("compare-fidelity", "nothing to run: give --workload");
    check_input(values, *workload);

    std::optional<ScratchFolder> scratch;
    const auto kept = text_of(values, "output");
    if (!kept) scratch.emplace();
    const auto folder = kept ? std::filesystem::path(*kept) : scratch->path();
    std::vector<Arguments> runs;
    for (const auto* fidelity : kFidelities) {
        auto run = platform_arguments(values);
        run.insert(run.end(), {"-w", *workload, "-o", (folder / fidelity).string(), "--fidelity", fidelity});
        runs.push_back(std::move(run));
    }
    const bool json = values.count("json") != 0;
    if (const auto failed = report_failures(run_children(runs)); !failed.empty()) {
        if (json) fmt::print("{}", failures_json(failed));
        return kSimulationFailed;
    }
    const auto error = fidelity_error(folder / kFidelities[0], folder / kFidelities[1]);
    fmt::print("{}", json ? fidelity_json(error) : fidelity_text(error));
    return error.bytes_agree() ? kGood : kSimulationFailed;
}

} // namespace stavp::cli
