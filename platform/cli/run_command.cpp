#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/full_simulation.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/report_options.h"
#include "platform/cli/share.h"
#include "platform/cli/simulator.h"
#include "platform/faults/fault_plan.h"
#include "platform/gdb/gdb_server.h"
#include "platform/report/faults_text.h"
#include "platform/report/layer_table.h"
#include "platform/report/run_files.h"
#include "platform/run/interruption.h"
#include "platform/run/placement.h"
#include "platform/soc/memory_map.h"
#include "platform/terminal/make_terminal.h"
#include "platform/trace/trace_kind.h"

#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <memory>
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
        "uart", po::value<std::string>()->value_name("WHERE"),
        "input for the guest's UART: stdio (a terminal, a pipe or a file), pty, tcp:PORT of 127.0.0.1 (0: any free "
        "one), or replay:FILE of --uart-record")("uart-record", po::value<std::string>()->value_name("FILE"),
                                                 "record when interactive input came, for --uart replay:FILE")(
        "live", "show on stderr how the run goes on: a dashboard on a terminal, else lines")(
        "trace", po::value<std::vector<std::string>>()->composing()->value_name("KIND,..."),
        ("write traces to OUT: " + trace::trace_kind_names() + "; see trace.* of the platform").c_str())(
        "gdb", po::value<std::string>()->value_name("PORT"),
        "let a debugger connect to this port of 127.0.0.1 (0: any free one)")(
        "gdb-wait", "with --gdb: wait for the debugger before the first instruction")(
        "faults", po::value<std::string>()->value_name("PLAN.yaml"), "break things on purpose: docs/faults.md")(
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
    const auto program = firmware.value_or(default_firmware(job.config.scheduler.protect).string());
    job.program = load_elf(program, ddr);
    job.profile = profile_rows(values).has_value();
    if (job.profile && job.program.functions.empty())
        throw InputError(program + ": has no symbols, and --profile goes by functions; link it without --strip-all");
    if (workload) {
        job.workload = workloads::Image::load(*workload);
        job.workload_identity = identify(*workload, *job.workload);
        job.workload_address = place_workload(*job.workload, *workload, job.program, ddr);
    }
    if (const auto plan = text_of(values, "faults"))
        job.faults = faults::read_plan(*plan, {job.config, job.workload ? std::optional(job.workload->layers().size())
                                                                        : std::nullopt})
                         .faults;
    job.check = values.count("no-check") == 0;
    job.live = values.count("live") != 0;
    if (const auto limit = text_of(values, "timeout-cycles"))
        job.timeout_cycles = parse_count("run", "--timeout-cycles", *limit);
    return job;
}

std::unique_ptr<gdb::GdbServer> debugger_for(const po::variables_map& values, const config::PlatformConfig& config) {
    const auto port = text_of(values, "gdb");
    gdb::GdbOptions options;
    options.wait = values.count("gdb-wait") != 0;
    if (!port && options.wait) usage_error("run", "--gdb-wait needs --gdb PORT");
    if (!port) return nullptr;
    const auto number = *port == "0" ? 0 : parse_count("run", "--gdb", *port);
    if (number > UINT16_MAX) usage_error("run", fmt::format("--gdb: a port is at most {}, got {}", UINT16_MAX, *port));
    options.port = static_cast<std::uint16_t>(number);
    return std::make_unique<gdb::GdbServer>(options, config);
}

std::unique_ptr<GuestTerminal> terminal_for(const po::variables_map& values) {
    const auto wish = text_of(values, "uart");
    const auto recording = text_of(values, "uart-record");
    if (!wish && recording) usage_error("run", "--uart-record needs --uart pty, tcp:PORT, or stdio on a terminal");
    return wish ? terminal::make_terminal(*wish, recording.value_or("")) : nullptr;
}

/// Whether what the guest prints goes to stdout: not where it goes elsewhere, unless asked for.
bool shows_output(const po::variables_map& values, bool has_workload) {
    if (values.count("console") != 0) return true;
    const auto uart = text_of(values, "uart").value_or(has_workload ? "" : "stdio");
    return uart == "stdio" || uart.starts_with("replay:");
}

RunFiles files_of(const po::variables_map& values) {
    const auto absolute = [&](const char* option) {
        const auto file = text_of(values, option);
        return file ? std::filesystem::absolute(*file) : std::filesystem::path();
    };
    return {absolute("workload"), absolute("firmware")};
}

/// Where what a run makes goes.
struct Destination {
    RunFolder* folder = nullptr; ///< or none
    RunFiles files;
    bool echo = false; ///< what the guest prints, to stdout
};

RunResult simulate_and_report(const Job& job, const Destination& out) {
    const auto start = std::chrono::steady_clock::now();
    std::ofstream log;
    if (out.folder != nullptr) log = out.folder->open("console.log");
    Console console(out.folder != nullptr ? &log : nullptr, out.echo);
    auto result = simulate_fully(job, console, out.folder);
    log.close();
    const auto cost = cost_since(start);
    if (out.folder != nullptr) write_run(*out.folder, job.config.text, result, cost, out.files);
    if (job.workload) fmt::print("{}", run_report(result, cost, job.config.sta_clock_mhz));
    fmt::print("{}", faults_text(result));
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
    auto job = read_job(values);
    const auto debugger = debugger_for(values, job.config);
    job.debugger = debugger.get();
    std::optional<Interruption> interruption(std::in_place);
    auto terminal = terminal_for(values);
    job.terminal = terminal.get();
    std::optional<RunFolder> folder;
    if (const auto out = text_of(values, "output")) folder.emplace(*out);
    const bool echo = shows_output(values, job.workload.has_value());
    RunResult result;
    in_simulator([&] { result = simulate_and_report(job, {folder ? &*folder : nullptr, files_of(values), echo}); });
    terminal.reset();
    print_reports(values, result, folder ? &*folder : nullptr);
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
