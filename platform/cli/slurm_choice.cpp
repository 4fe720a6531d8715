#include "platform/cli/slurm_choice.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/sweep_setup.h"
#include "platform/sweep/slurm_engine.h"

#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr std::array kSlurmOnly = {"slurm-partition", "slurm-time",         "slurm-mem",    "slurm-cpus",
                                   "slurm-chunk",     "slurm-max-parallel", "sbatch-option"};

std::optional<std::uint64_t> count_of(const po::variables_map& values, const std::string& option) {
    const auto text = text_of(values, option.c_str());
    if (!text) return std::nullopt;
    return parse_count("sweep", "--" + option, *text);
}

/// A #SBATCH line ends with the line.
void require_one_line(const std::string& option, const std::string& text) {
    if (text.empty() || text.find('\n') != std::string::npos)
        usage_error("sweep", fmt::format("--{}: expected one line of text", option));
}

void tell(const std::string& line) {
    const auto* clear = isatty(STDERR_FILENO) != 0 ? "\r\033[K" : "";
    fmt::print(stderr, "{}slurm: {}\n", clear, line);
}

} // namespace

void add_engine_options(po::options_description& options) {
    const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
    options.add_options()("engine", text("local|slurm"), "where points run: here, or as jobs of a cluster")(
        "slurm-partition", text("P"), "of Slurm: partition")("slurm-time", text("MIN"), "time limit of a task")(
        "slurm-mem", text("MB"), "memory of a task")("slurm-cpus", text("N"), "processors of a task (default 1)")(
        "slurm-chunk", text("N"), "points of a task (default: about 64 tasks)")("slurm-max-parallel", text("N"),
                                                                                "tasks of an array that run at once")(
        "sbatch-option", po::value<std::vector<std::string>>()->value_name("X"),
        "handed on to sbatch: --sbatch-option=--account=chips; may be given several times");
}

std::optional<sweep::SlurmOptions> read_slurm_options(const po::variables_map& values) {
    const auto engine = text_of(values, "engine").value_or("local");
    if (engine != "local" && engine != "slurm")
        usage_error("sweep", fmt::format("--engine: expected local or slurm, not '{}'", engine));
    if (engine == "local") {
        for (const auto* option : kSlurmOnly)
            if (values.count(option) != 0) usage_error("sweep", fmt::format("--{} needs --engine slurm", option));
        return std::nullopt;
    }
    sweep::SlurmOptions options;
    options.partition = text_of(values, "slurm-partition");
    if (options.partition) require_one_line("slurm-partition", *options.partition);
    options.time_minutes = count_of(values, "slurm-time");
    options.memory_mb = count_of(values, "slurm-mem");
    options.cpus = count_of(values, "slurm-cpus").value_or(1);
    options.chunk = count_of(values, "slurm-chunk");
    options.max_parallel = count_of(values, "slurm-max-parallel");
    if (values.count("sbatch-option") != 0)
        options.sbatch_options = values["sbatch-option"].as<std::vector<std::string>>();
    sweep::SlurmClient(); // refuses where there is none, before anything is written
    return options;
}

std::unique_ptr<sweep::Engine> slurm_engine(const sweep::SweepFolder& folder, const sweep::SlurmOptions& options,
                                            const po::variables_map& values) {
    std::vector<std::string> worker{installation().program.string(), "sweep-task"};
    if (values.count("no-cache") != 0) worker.emplace_back("--no-cache");
    worker.push_back(std::filesystem::absolute(folder.root()).string());
    return std::make_unique<sweep::SlurmEngine>(folder, worker, options, tell);
}

} // namespace stavp::cli
