#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/full_simulation.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/share.h"
#include "platform/cli/simulator.h"
#include "platform/replay/mmio_player.h"
#include "platform/report/layer_table.h"
#include "platform/report/run_files.h"
#include "platform/run/placement.h"
#include "platform/run/whole_file.h"
#include "platform/soc/memory_map.h"
#include "platform/terminal/make_terminal.h"
#include "platform/trace/mmio/mmio_tracer.h"
#include "platform/trace/trace_kind.h"

#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

po::options_description option_table() {
    po::options_description options("options");
    options.add_options()("help,h", "this text");
    add_platform_options(options);
    options.add_options()("workload,w", po::value<std::string>()->value_name("FILE.nmw"),
                          "the workload of the recorded run")("firmware", po::value<std::string>()->value_name("ELF"),
                                                              "its program")(
        "uart", po::value<std::string>()->value_name("WHERE"),
        "the input that the recorded run had: stdio, or replay:FILE of --uart-record")(
        "output,o", po::value<std::string>()->value_name("OUT"), "folder for the results, as of a run")(
        "trace", po::value<std::vector<std::string>>()->composing()->value_name("KIND,..."),
        "write traces to OUT, as of a run");
    return options;
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << "usage: stavp replay RUN|FILE.mmio [OPTIONS]\n\n"
            "Plays the register accesses that a run with --trace mmio recorded against the models, without a\n"
            "processor, and compares what is read, when, and every interrupt. Of a run's folder, platform, workload\n"
            "and program are the run's unless given here.\n\n"
         << options;
    fmt::print("{}", text.str());
}

/// The recorded run: its trace, and what it was made from where that is known.
struct Recorded {
    std::filesystem::path trace;
    std::optional<std::string> config;
    std::optional<std::string> workload;
    std::optional<std::string> firmware;
};

Recorded find_recorded(const std::filesystem::path& given) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(given, ignored)) return {given, {}, {}, {}};
    Recorded recorded;
    recorded.trace = given / trace::kMmioFile;
    if (!std::filesystem::exists(recorded.trace, ignored))
        throw InputError(
            fmt::format("{}: has no {}: the run was not made with --trace mmio", given.string(), trace::kMmioFile));
    if (std::filesystem::exists(given / "config.yaml", ignored)) recorded.config = (given / "config.yaml").string();
    const auto host = nlohmann::json::parse(read_if_there(given / "host.json").value_or(""), nullptr, false);
    const auto file = [&](const char* key) {
        const bool known = host.is_object() && host.contains(key) && host[key].is_string();
        return known ? std::optional(host[key].get<std::string>()) : std::nullopt;
    };
    recorded.workload = file("workload");
    recorded.firmware = file("firmware");
    return recorded;
}

Arguments with_config(Arguments arguments, const Recorded& recorded, const po::variables_map& values) {
    if (values.count("config") == 0 && recorded.config)
        arguments.insert(arguments.end(), {"--config", *recorded.config});
    return arguments;
}

void expect_same(const std::string& file, const std::string& what, const std::string& recorded,
                 const std::string& got) {
    if (recorded == got) return;
    throw InputError(
        fmt::format("{}: was recorded with another {}: SHA-256 {}, this one has {}", file, what, recorded, got));
}

Job read_job(const po::variables_map& values, const Recorded& recorded, const trace::MmioTrace& recording) {
    const auto workload = values.count("workload") != 0 ? text_of(values, "workload") : recorded.workload;
    const auto file = recorded.trace.string();
    Job job;
    job.config = read_platform(values, {"sim.fidelity=" + recording.header.fidelity});
    if (trace::machine_sha256(job.config) != recording.header.config_sha256)
        fmt::print(stderr, "{}: was recorded on another configuration; times and values may differ\n", file);
    const auto firmware =
        text_of(values, "firmware")
            .value_or(recorded.firmware.value_or(default_firmware(job.config.scheduler.protect).string()));
    const MemoryRange ddr{"DDR", memory_map::kDdr, job.config.ddr.bytes};
    job.program = load_elf(firmware, ddr);
    expect_same(file, "program", recording.header.firmware, job.program.file.sha256);
    if (recording.header.workload != "none" && !workload)
        throw InputError(file + ": was recorded with a workload; give it with --workload");
    if (workload) {
        job.workload = workloads::Image::load(*workload);
        job.workload_identity = identify(*workload, *job.workload);
        expect_same(file, "workload", recording.header.workload, job.workload_identity->file.sha256);
        job.workload_address = place_workload(*job.workload, *workload, job.program, ddr);
    }
    if (values.count("trace") != 0) {
        if (values.count("output") == 0) usage_error("replay", "--trace: needs --output for its files");
        try {
            job.traces = trace::parse_trace_kinds(values["trace"].as<std::vector<std::string>>());
        } catch (const std::invalid_argument& error) {
            usage_error("replay", std::string("--trace: ") + error.what());
        }
    }
    return job;
}

RunResult simulate_and_write(const Job& job, RunFolder* folder, bool echo) {
    const auto start = std::chrono::steady_clock::now();
    std::ofstream log;
    if (folder != nullptr) log = folder->open("console.log");
    Console console(folder != nullptr ? &log : nullptr, echo);
    auto result = simulate_fully(job, console, folder);
    log.close();
    if (folder != nullptr) write_run(*folder, job.config.text, result, cost_since(start));
    return result;
}

} // namespace

int replay_command(const Arguments& arguments) {
    const auto options = option_table();
    po::options_description all;
    all.add(options).add_options()("recorded", po::value<std::vector<std::string>>());
    po::positional_options_description places;
    places.add("recorded", -1);
    auto values = parse("replay", arguments, all, places);
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    const auto given =
        values.count("recorded") == 0 ? std::vector<std::string>() : values["recorded"].as<std::vector<std::string>>();
    if (given.size() != 1) usage_error("replay", "expected one folder of a run or file");
    const auto recorded = find_recorded(given.front());
    values = parse("replay", with_config(arguments, recorded, values), all, places);
    const auto recording = trace::read_mmio(recorded.trace);
    if (!recording.header.whole || !recording.lines.back().ok)
        throw InputError(recorded.trace.string() +
                         ": shows a part of the run only (trace.* keys); a replay needs it from its first access to "
                         "its last");
    replay::MmioPlayer player(recorded.trace.string(), recording);
    auto job = read_job(values, recorded, recording);
    job.stand_in = &player;
    const auto uart = text_of(values, "uart");
    if (uart && *uart != "stdio" && !uart->starts_with("replay:"))
        usage_error("replay", fmt::format("--uart: expected stdio or replay:FILE, got '{}'", *uart));
    const auto terminal = uart ? terminal::make_terminal(*uart, "") : nullptr;
    job.terminal = terminal.get();
    std::optional<RunFolder> folder;
    if (const auto out = text_of(values, "output")) folder.emplace(*out);
    RunResult result;
    in_simulator([&] { result = simulate_and_write(job, folder ? &*folder : nullptr, !job.workload); });
    if (result.status != RunStatus::ok) fmt::print(stderr, "{}: {}\n", name_of(result.status), result.message);
    fmt::print("{} accesses and {} interrupt changes played: {}\n", player.accesses(), player.interrupts(),
               result.status == RunStatus::replay_differs ? "they differ from the trace" : "as recorded");
    return result.exit_code;
}

} // namespace stavp::cli
