#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/report_options.h"
#include "platform/cli/share.h"
#include "platform/cli/simulator.h"
#include "platform/energy/energy_model.h"
#include "platform/report/bottleneck_model.h"
#include "platform/report/layer_table.h"
#include "platform/report/roofline_model.h"
#include "platform/report/summary.h"
#include "platform/run/interruption.h"
#include "platform/run/placement.h"
#include "platform/run/run_folder.h"
#include "platform/run/simulate.h"
#include "platform/soc/memory_map.h"

#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <sstream>
#include <sys/resource.h>

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
        "trace", po::value<std::vector<std::string>>()->composing()->value_name("KIND,..."),
        ("write traces to OUT: " + trace::trace_kind_names() + "; see trace.* of the platform").c_str())(
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

std::vector<const trace::TraceKind*> read_traces(const po::variables_map& values) {
    if (values.count("trace") == 0) return {};
    if (values.count("output") == 0) usage_error("run", "--trace: needs --output for its files");
    try {
        auto kinds = trace::parse_trace_kinds(values["trace"].as<std::vector<std::string>>());
        for (const auto* kind : kinds)
            if (kind->check != nullptr) kind->check();
        return kinds;
    } catch (const std::invalid_argument& error) {
        usage_error("run", std::string("--trace: ") + error.what());
    }
}

Job read_job(const po::variables_map& values) {
    const auto workload = text_of(values, "workload");
    const auto firmware = text_of(values, "firmware");
    if (!workload && !firmware) usage_error("run", "nothing to run: give --workload, --firmware or both");
    Job job;
    job.traces = read_traces(values);
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

HostCost cost_since(std::chrono::steady_clock::time_point start) {
    constexpr std::uint64_t kRssUnit = 1024; // Linux counts ru_maxrss in KiB
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            static_cast<std::uint64_t>(usage.ru_maxrss) * kRssUnit};
}

void write_results(RunFolder& folder, const Job& job, const RunResult& result, const HostCost& cost) {
    folder.write("config.yaml", job.config.text);
    folder.write("summary.json", summary_json(result));
    folder.write("host.json", host_json(result, cost));
    if (const auto& output = result.output) folder.write("outputs.bin", {output->bytes.begin(), output->bytes.end()});
    folder.commit();
}

RunResult simulate_and_report(const Job& job, RunFolder* folder, bool echo) {
    const auto start = std::chrono::steady_clock::now();
    std::ofstream log;
    if (folder != nullptr) log = folder->open("console.log");
    Console console(folder != nullptr ? &log : nullptr, echo);
    auto result = simulate(job, console, folder);
    add_energy(result, job.config);
    add_rooflines(result, job.config);
    add_bottlenecks(result, job.config);
    console.finish();
    log.close();
    const auto cost = cost_since(start);
    if (folder != nullptr) write_results(*folder, job, result, cost);
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
    std::optional<Interruption> interruption(std::in_place);
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
    if (result.status == RunStatus::interrupted) {
        // The caller is to see by which signal.
        const auto signal = Interruption::signal();
        interruption.reset();
        std::fflush(stdout);
        std::raise(signal);
    }
    return result.exit_code;
}

} // namespace stavp::cli
