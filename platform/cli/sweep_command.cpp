#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/share.h"
#include "platform/cli/slurm_choice.h"
#include "platform/cli/sweep_setup.h"
#include "platform/sweep/dry_run.h"
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
        "jobs,j", po::value<std::string>()->value_name("N"),
        "points at a time (default: processors)")("resume", "go on with the sweep in OUT: run what is missing")(
        "dry-run", "show the points and an estimated time, and run nothing")("json", "machine-readable output");
    add_cache_option(options);
    add_engine_options(options);
    return options;
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << options;
    fmt::print("usage: stavp sweep SWEEP.yaml -o OUT [-j N] [--resume]\n"
               "       stavp sweep SWEEP.yaml -o OUT --engine slurm [--slurm-...] [--resume]     docs/scale.md\n"
               "       stavp sweep SWEEP.yaml --dry-run [-j N] [--json]\n\n"
               "Runs every point of a sweep, each in a process of its own, and writes OUT/results.csv, "
               "OUT/results.jsonl and\nOUT/points/ID/. A point that fails is a row with its reason. Exit code: 0 if "
               "every point is ok, 1 if one is not.\n\n"
               "A sweep file says what runs and what varies (docs/sweeps.md has all of it):\n\n"
               "  mode: grid                          or zip, random (samples, seed), pareto (objectives)\n"
               "  workload: {{synth: bert-base, layers: 1}}     or {{file: W.nmw}}, {{series: FOLDER}}\n"
               "  axes:\n"
               "    sta.rows: [16, 32, 64]\n"
               "    buffers.weight.bytes: {{from: 64KiB, to: 1MiB, factor: 2}}     or step, or count\n"
               "    workload.pattern: [dense, \"2:4\"]\n"
               "  derived:\n"
               "    sta.cols: 1024 / sta.rows\n"
               "  constraints:\n"
               "    - buffers.weight.bytes <= 512 KiB or sta.rows == 64\n\n{}",
               text.str());
}

unsigned jobs_of(const po::variables_map& values) {
    constexpr std::uint64_t kMost = 4096;
    if (const auto text = text_of(values, "jobs")) {
        const auto jobs = parse_count("sweep", "--jobs", *text);
        if (jobs > kMost) usage_error("sweep", fmt::format("--jobs: at most {}, got {}", kMost, jobs));
        return static_cast<unsigned>(jobs);
    }
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
    const bool dry_run = values.count("dry-run") != 0;
    if (!out && !dry_run) usage_error("sweep", "nowhere to put the results: give --output");
    const auto jobs = jobs_of(values);
    const auto slurm = read_slurm_options(values);
    restart_with_one_blas_thread("sweep", arguments);
    const auto files = installation();
    const auto sweep =
        sweep::read_sweep(*file, {share_folder() / "configs" / "platforms" / "default.yaml", files.configs / "dram"});
    if (dry_run) {
        const auto plan = sweep::plan(sweep);
        fmt::print("{}", values.count("json") != 0 ? sweep::dry_run_json(sweep, plan, jobs)
                                                   : sweep::dry_run_text(sweep, plan, jobs));
        return kGood;
    }
    const auto source = sweep::make_points(sweep);
    const auto cache = read_cache(values);

    const sweep::SweepFolder folder(*out);
    const bool resume = values.count("resume") != 0;
    sweep::create(folder);
    sweep::require_free(folder, resume);
    const sweep::SweepLock lock(folder);
    const sweep::RunPlan plan{sweep::input_digests(sweep.file, sweep.platform, files),
                              std::filesystem::absolute(sweep.platform),
                              sweep.timeout_seconds,
                              sweep.timeout_cycles,
                              {}};
    const auto noted = sweep::open_sweep(folder, sweep.file, plan, resume);
    const auto context = point_context(folder, plan, cache);
    sweep::WorkloadPacker packer(context.folder, context.installation, context.cache, jobs);
    const auto engine = slurm ? slurm_engine(folder, *slurm, values)
                              : std::unique_ptr<sweep::Engine>(std::make_unique<sweep::LocalEngine>(context, jobs));
    try {
        const auto outcome = sweep::run_sweep(folder, plan, noted, *source, packer, *engine);
        fmt::print("{}", values.count("json") != 0 ? summary_json(outcome, folder) : summary_text(outcome, folder));
        return outcome.all_ok() ? kGood : kSimulationFailed;
    } catch (const sweep::Interrupted& interrupted) {
        return stopped(interrupted.signal, *file, folder);
    }
}

} // namespace stavp::cli
