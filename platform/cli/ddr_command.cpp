#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/dram_trace/trace_generator.h"
#include "platform/dram_trace/trace_player.h"
#include "platform/dram_trace/trace_progress.h"
#include "platform/dram_trace/trace_reader.h"
#include "platform/dram_trace/trace_report.h"

#include <cstdio>
#include <fmt/format.h>
#include <initializer_list>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr std::uint64_t kMostOutstanding = 1 << 20;

void print_help(const po::options_description& options) {
    fmt::print("usage: stavp ddr [-c PLATFORM.yaml] --trace FILE [--window W] [--json]\n"
               "       stavp ddr [-c PLATFORM.yaml] --generate sequential|random --requests N > FILE\n\n"
               "Plays a trace on the memory controller alone, as the ddr.* keys make it, and says what bandwidth and\n"
               "latency it got. Each line of FILE (- is standard input) is \"ADDR READ|WRITE CYCLE\": one burst (64\n"
               "bytes) that holds the byte at ADDR, an offset from the start of DDR, decimal or 0x; it is offered at\n"
               "memory clock CYCLE at the earliest, in the order of the lines. '#' starts a comment.\n\n");
    std::ostringstream text;
    text << options;
    fmt::print("{}\n"
               "Latency runs from the offer (CYCLE, or when the window has room) to the last data beat, without the\n"
               "front end. Every command is checked against the timing of the grade; the exit code is 1 if one broke\n"
               "a rule.\n",
               text.str());
}

std::uint64_t count_option(const po::variables_map& values, const std::string& name, std::uint64_t fallback,
                           std::uint64_t least = 1) {
    if (values.count(name) == 0) return fallback;
    return parse_count("ddr", "--" + name, values[name].as<std::string>(), least);
}

/// What would be ignored is refused.
void refuse_options(const po::variables_map& values, std::initializer_list<const char*> options,
                    const std::string& reason) {
    for (const auto* option : options)
        if (values.count(option) != 0) usage_error("ddr", fmt::format("--{} {}", option, reason));
}

int generate(const po::variables_map& values, const config::PlatformConfig& config) {
    TraceRecipe recipe;
    const auto pattern = values["generate"].as<std::string>();
    if (pattern == "random")
        recipe.pattern = TracePattern::random;
    else if (pattern != "sequential")
        usage_error("ddr", fmt::format("--generate: expected sequential or random, got '{}'", pattern));
    if (values.count("requests") == 0) usage_error("ddr", "--generate needs --requests N");
    const auto requests = count_option(values, "requests", 0);
    recipe.seed = count_option(values, "seed", 1, 0);
    recipe.interval_clk = count_option(values, "interval", 0, 0);
    const auto writes = count_option(values, "writes", 0, 0);
    if (writes > 100) usage_error("ddr", fmt::format("--writes: expected 0 to 100, got {}", writes));
    recipe.writes_percent = static_cast<unsigned>(writes);
    if (recipe.pattern == TracePattern::sequential && (writes == 0 || writes == 100))
        refuse_options(values, {"seed"}, "has no effect: nothing of this trace is random");
    recipe.burst_bytes = config.ddr.timing.burst_bytes();
    recipe.bytes = config.ddr.bytes;
    TraceGenerator generator(recipe);
    for (std::uint64_t i = 0; i < requests; ++i) {
        const auto line = generator.next();
        fmt::print("0x{:x} {} {}\n", line.offset, line.command == ColumnCommand::read ? "READ" : "WRITE", line.cycle);
    }
    return kGood;
}

TraceResult play(const std::string& file, const DdrConfig& config, std::uint32_t window) {
    TraceReader reader(file, config.capacity_bytes());
    TracePlayer player(config, window);
    TraceProgress progress;
    while (const auto line = reader.next()) {
        player.play(*line);
        progress.count(reader.share());
    }
    auto result = player.finish();
    if (result.requests == 0) throw InputError(file + ": no requests");
    return result;
}

} // namespace

int ddr_command(const Arguments& arguments) {
    po::options_description options("options");
    const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
    add_platform_options(options);
    auto add = options.add_options();
    add("trace", text("FILE"), "play this trace");
    add("window", text("W"), "requests on their way at most (default 64)");
    add("json", "machine-readable");
    add("generate", text("PATTERN"), "print a trace instead: sequential or random bursts within ddr.bytes");
    add("requests", text("N"), "how many");
    add("writes", text("PERCENT"), "how many of them write (default: none)");
    add("interval", text("CLOCKS"), "from one to the next (default: all at clock 0)");
    add("seed", text("S"), "of what is random (default 1)");
    add("help,h", "this text");
    const auto values = parse("ddr", arguments, options, {});
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    if (values.count("trace") == values.count("generate")) usage_error("ddr", "expected --trace FILE or --generate");
    if (values.count("trace") != 0)
        refuse_options(values, {"requests", "writes", "interval", "seed"}, "belongs to --generate, not to --trace");
    else
        refuse_options(values, {"window", "json"}, "belongs to --trace, not to --generate");
    const auto config = read_platform(values);
    if (values.count("generate") != 0) return generate(values, config);
    const auto window = count_option(values, "window", 64);
    if (window > kMostOutstanding)
        usage_error("ddr", fmt::format("--window: expected 1 to {}, got {}", kMostOutstanding, window));
    const auto result = play(values["trace"].as<std::string>(), config.ddr, static_cast<std::uint32_t>(window));
    fmt::print("{}", values.count("json") != 0 ? trace_json(result) : trace_text(result, config.ddr_grade, config.ddr));
    for (const auto& violation : result.violation_examples)
        fmt::print(stderr, "{}\n", violation.text);
    return result.violations == 0 ? kGood : kSimulationFailed;
}

} // namespace stavp::cli
