#include "platform/campaign/campaign.h"
#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/full_simulation.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/share.h"
#include "platform/cli/sweep_setup.h"
#include "platform/run/placement.h"
#include "platform/soc/memory_map.h"
#include "platform/sweep/engine.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>
#include <thread>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr const char* kName = "fault-campaign";
constexpr int kSignalled = 128; // as shells count

po::options_description option_table() {
    po::options_description options("options");
    options.add_options()("help,h", "this text");
    add_platform_options(options);
    options.add_options()("workload,w", po::value<std::string>()->value_name("FILE.nmw"), "workload")(
        "firmware", po::value<std::string>()->value_name("ELF"), "instead of the scheduler")(
        "faults", po::value<std::string>()->value_name("N"), "how many faults, one for each run (500)")(
        "seed", po::value<std::string>()->value_name("N"), "what they are drawn from (1)")(
        "jobs,j", po::value<std::string>()->value_name("N"), "runs at a time (the processors)")(
        "output,o", po::value<std::string>()->value_name("OUT"), "folder for the results")("json", "machine-readable");
    return options;
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << "usage: stavp fault-campaign [-c PLATFORM.yaml] -w WORKLOAD.nmw -o OUT\n\n"
            "Runs the workload once as it is, then once with each of N faults, and tells what they came to.\n"
            "Exit code 1 if one of them was silent: the firmware says passed, and bytes are wrong.\n\n"
         << options;
    fmt::print("{}", text.str());
}

std::uint64_t count_of(const po::variables_map& values, const char* option, std::uint64_t otherwise,
                       std::uint64_t most) {
    const auto text = text_of(values, option);
    if (!text) return otherwise;
    const auto name = std::string("--") + option;
    const auto count = parse_count(kName, name, *text);
    if (count > most) usage_error(kName, fmt::format("{}: at most {}, got {}", name, most, count));
    return count;
}

Job read_job(const po::variables_map& values) {
    const auto workload = text_of(values, "workload");
    if (!workload) usage_error(kName, "nothing to run: give --workload");
    Job job;
    job.config = read_platform(values);
    const MemoryRange ddr{"DDR", memory_map::kDdr, job.config.ddr.bytes};
    job.program =
        load_elf(text_of(values, "firmware").value_or(default_firmware(job.config.scheduler.protect).string()), ddr);
    job.workload = workloads::Image::load(*workload);
    job.workload_identity = identify(*workload, *job.workload);
    job.workload_address = place_workload(*job.workload, *workload, job.program, ddr);
    return job;
}

std::string run_again(const po::variables_map& values) {
    std::string text = "stavp run";
    for (const auto& argument : platform_arguments(values))
        text += " " + argument;
    text += " -w " + *text_of(values, "workload");
    if (const auto firmware = text_of(values, "firmware")) text += " --firmware " + *firmware;
    return text;
}

} // namespace

int fault_campaign_command(const Arguments& arguments) {
    const auto options = option_table();
    const auto values = parse(kName, arguments, options, {});
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    const auto out = text_of(values, "output");
    if (!out) usage_error(kName, "nowhere to put the results: give --output");
    constexpr std::uint64_t kMostFaults = 9999;
    constexpr std::uint64_t kMostJobs = 4096;
    faults::CampaignOptions campaign;
    campaign.folder = *out;
    campaign.faults = count_of(values, "faults", campaign.faults, kMostFaults);
    campaign.seed = count_of(values, "seed", campaign.seed, ~0ull);
    campaign.jobs =
        static_cast<unsigned>(count_of(values, "jobs", std::max(1u, std::thread::hardware_concurrency()), kMostJobs));
    const auto job = read_job(values);
    restart_with_one_blas_thread(kName, arguments);
    try {
        const auto done = faults::run_campaign(
            job, campaign, [](const Job& each, Console& console) { return start_and_simulate(each, console); });
        fmt::print("{}", values.count("json") != 0 ? faults::campaign_json(done, campaign)
                                                   : faults::campaign_text(done, campaign.folder, run_again(values)));
        const bool bad = std::ranges::any_of(done.rows, [](const auto& row) {
            return row.outcome == faults::FaultOutcome::silent || row.outcome == faults::FaultOutcome::crashed;
        });
        return bad ? kSimulationFailed : kGood;
    } catch (const sweep::Interrupted& interrupted) {
        fmt::print(stderr, "stopped by a signal; a campaign begins anew each time, there are no results\n");
        return kSignalled + interrupted.signal;
    }
}

} // namespace stavp::cli
