#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/full_simulation.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/report_options.h"
#include "platform/cli/share.h"
#include "platform/cli/simulator.h"
#include "platform/report/layer_table.h"
#include "platform/report/run_files.h"
#include "platform/run/placement.h"
#include "platform/soc/memory_map.h"

#include <chrono>
#include <fmt/format.h>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

po::options_description option_table() {
    po::options_description options("options");
    options.add_options()("help,h", "this text");
    add_platform_options(options);
    options.add_options()("workload,w", po::value<std::string>()->value_name("FILE.nmw"),
                          "workload; its firmware is the scheduler")(
        "firmware", po::value<std::string>()->value_name("ELF"),
        "program for the host")("output,o", po::value<std::string>()->value_name("OUT"), "folder for the results")(
        "fidelity", po::value<std::string>()->value_name("lt|at"),
        "same as --set sim.fidelity=")("no-check", "do not compare the layers with the workload's expected bytes")(
        "console", "show what the guest prints, also with a workload")(
        "timeout-cycles", po::value<std::string>()->value_name("N"), "give up after N accelerator cycles");
    add_report_options(options);
    return options;
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << "usage: stavp run [-c PLATFORM.yaml] -w WORKLOAD.nmw -o OUT    a workload under the scheduler firmware\n"
            "       stavp run [-c PLATFORM.yaml] --firmware ANY.elf        a bare-metal program\n\n"
         << options;
    fmt::print("{}", text.str());
}

config::PlatformConfig read_config(const po::variables_map& values) {
    const auto fidelity = text_of(values, "fidelity");
    return read_platform(values, fidelity ? std::vector{"sim.fidelity=" + *fidelity} : std::vector<std::string>());
}

Job read_job(const po::variables_map& values) {
    const auto workload = text_of(values, "workload");
    const auto firmware = text_of(values, "firmware");
    if (!workload && !firmware) usage_error("run", "nothing to run: give --workload, --firmware or both");
    Job job;
    job.config = read_config(values);
    const MemoryRange ddr{"DDR", memory_map::kDdr, job.config.ddr.bytes};
    job.program = load_elf(firmware.value_or(default_firmware().string()), ddr);
    if (workload) {
        job.workload = workloads::Image::load(*workload);
        job.workload_address = place_workload(*job.workload, *workload, job.program, ddr);
    }
    job.check = values.count("no-check") == 0;
    if (const auto limit = text_of(values, "timeout-cycles"))
        job.timeout_cycles = parse_count("run", "--timeout-cycles", *limit);
    return job;
}

RunResult simulate_and_report(const Job& job, RunFolder* folder, bool echo) {
    const auto start = std::chrono::steady_clock::now();
    std::ofstream log;
    if (folder != nullptr) log = folder->open("console.log");
    Console console(folder != nullptr ? &log : nullptr, echo);
    auto result = simulate_fully(job, console);
    log.close();
    const auto cost = cost_since(start);
    if (folder != nullptr) write_run(*folder, job.config.text, result, cost);
    if (job.workload) fmt::print("{}", run_report(result, cost, job.config.sta_clock_mhz));
    if (result.status != RunStatus::ok) fmt::print(stderr, "{}: {}\n", name_of(result.status), result.message);
    return result;
}

} // namespace

int run_command(const Arguments& arguments) {
    const auto options = option_table();
    const auto values = parse("run", arguments, options, {});
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    const auto job = read_job(values);
    std::optional<RunFolder> folder;
    if (const auto out = text_of(values, "output")) folder.emplace(*out);
    const bool echo = !job.workload || values.count("console") != 0;
    std::exception_ptr failure;
    RunResult result;
    in_simulator([&] {
        try {
            result = simulate_and_report(job, folder ? &*folder : nullptr, echo);
        } catch (...) {
            failure = std::current_exception();
        }
        return kGood;
    });
    if (failure) std::rethrow_exception(failure);
    print_reports(values, result);
    return result.exit_code;
}

} // namespace stavp::cli
