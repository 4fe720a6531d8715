#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/share.h"
#include "platform/cli/sweep_setup.h"
#include "platform/sweep/local_engine.h"
#include "platform/sweep/run_sweep.h"
#include "platform/sweep/sweep.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr int kSignalled = 128;
constexpr int kIndent = 2;

po::options_description option_table() {
    po::options_description options("options");
    options.add_options()("help,h", "this text")("output,o", po::value<std::string>()->value_name("OUT"),
                                                 "folder for the results")(
        "jobs,j", po::value<std::string>()->value_name("N"), "points at a time (default: processors)")(
        "resume", "go on with the sweep in OUT: run what is missing")("json", "machine-readable summary at the end");
    add_cache_option(options);
    return options;
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << options;
    fmt::print("usage: stavp sweep SWEEP.yaml -o OUT [-j N] [--resume]\n\n"
               "Runs every point of a sweep, each in a process of its own, and writes OUT/results.csv, "
               "OUT/results.jsonl and\nOUT/points/ID/. A point that fails is a row with its reason. Exit code: 0 if "
               "every point is ok, 1 if one is not.\n\n{}",
               text.str());
}

unsigned jobs_of(const po::variables_map& values) {
    if (const auto jobs = text_of(values, "jobs")) return static_cast<unsigned>(parse_count("sweep", "--jobs", *jobs));
    return std::max(1u, std::thread::hardware_concurrency());
}

std::string summary_text(const sweep::SweepOutcome& outcome, const sweep::SweepFolder& folder) {
    auto text = fmt::format("{} points: {} ok", outcome.points, outcome.ok);
    for (const auto& [count, name] : {std::pair(outcome.failed, "failed"), std::pair(outcome.timed_out, "timed out"),
                                      std::pair(outcome.refused, "refused")})
        if (count != 0) text += fmt::format(", {} {}", count, name);
    if (outcome.found != 0) text += fmt::format("; {} of them were there already", outcome.found);
    return fmt::format("{}; {:.1f} s; {}\n", text, outcome.wall_seconds, folder.results_csv().string());
}

std::string summary_json(const sweep::SweepOutcome& outcome, const sweep::SweepFolder& folder) {
    nlohmann::ordered_json json;
    json["points"] = outcome.points;
    json["ok"] = outcome.ok;
    json["failed"] = outcome.failed;
    json["timed_out"] = outcome.timed_out;
    json["refused"] = outcome.refused;
    json["found"] = outcome.found;
    json["wall_seconds"] = outcome.wall_seconds;
    json["results"] = folder.results_csv().string();
    return json.dump(kIndent) + "\n";
}

int stopped(int signal, const std::string& file, const sweep::SweepFolder& folder) {
    fmt::print(stderr, "stopped by a signal; what has ended is kept, go on with: stavp sweep {} -o {} --resume\n", file,
               folder.root().string());
    return kSignalled + signal;
}

} // namespace

int sweep_command(const Arguments& arguments) {
    const auto options = option_table();
    po::options_description all;
    all.add(options).add_options()("file", po::value<std::string>());
    po::positional_options_description positional;
    positional.add("file", 1);
    const auto values = parse("sweep", arguments, all, positional);
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    const auto file = text_of(values, "file");
    if (!file) usage_error("sweep", "expected a sweep file");
    const auto out = text_of(values, "output");
    if (!out) usage_error("sweep", "nowhere to put the results: give --output");
    const auto jobs = jobs_of(values);
    const auto files = installation();
    const auto sweep =
        sweep::read_sweep(*file, {share_folder() / "configs" / "platforms" / "default.yaml", files.configs / "dram"});
    const auto source = sweep::make_points(sweep);
    const auto cache = read_cache(values);

    const sweep::SweepFolder folder(*out);
    sweep::create(folder);
    const sweep::SweepLock lock(folder);
    const sweep::RunPlan plan{sweep::input_digests(sweep.file, sweep.platform, files),
                              std::filesystem::absolute(sweep.platform),
                              sweep.timeout_seconds,
                              sweep.timeout_cycles,
                              {}};
    const auto noted = sweep::open_sweep(folder, sweep.file, plan, values.count("resume") != 0);
    const auto context = point_context(folder, plan, cache);
    sweep::WorkloadPacker packer(context.folder, context.installation, context.cache, jobs);
    sweep::LocalEngine engine(context, jobs);
    try {
        const auto outcome = sweep::run_sweep(folder, plan, noted, *source, packer, engine);
        fmt::print("{}", values.count("json") != 0 ? summary_json(outcome, folder) : summary_text(outcome, folder));
        return outcome.all_ok() ? kGood : kSimulationFailed;
    } catch (const sweep::Interrupted& interrupted) {
        return stopped(interrupted.signal, *file, folder);
    }
}

} // namespace stavp::cli
