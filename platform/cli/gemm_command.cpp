#include "platform/cli/child_process.h"
#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/cli/platform_options.h"
#include "platform/cli/simulator.h"
#include "platform/gemm/report.h"
#include "platform/gemm/simulate.h"

#include <bit>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <sstream>

namespace stavp::cli {

namespace po = boost::program_options;

namespace {

constexpr const char* kCommand = "gemm";

po::options_description option_table() {
    po::options_description options("options");
    options.add_options()("help,h", "this text");
    add_platform_options(options);
    options.add_options()("m", po::value<std::string>()->value_name("M"),
                          "rows of X and Y")("k", po::value<std::string>()->value_name("K"), "columns of X, rows of W")(
        "n", po::value<std::string>()->value_name("N"), "columns of W and Y")(
        "pattern", po::value<std::string>()->value_name("N:M|dense"),
        "of the weights (default: dense)")("encoding", po::value<std::string>()->value_name("bitmap|index"),
                                           "positions of kept weights (default: bitmap)")(
        "output", po::value<std::string>()->value_name("int8|int16|int32"), "of Y; int32: raw sums (default: int8)")(
        "format", po::value<std::string>()->value_name("int8|int16"), "of X and W (default: int8)")(
        "seed", po::value<std::string>()->value_name("S"), "of the random operands (default: 1)")(
        "ideal-memory", "the array alone, operands at hand: the timing rule in closed form")(
        "fidelity", po::value<std::string>()->value_name("lt|at"), "same as --set sim.fidelity=")("json",
                                                                                                  "machine-readable");
    return options;
}

void print_help(const po::options_description& options) {
    std::ostringstream text;
    text << "usage: stavp gemm [-c PLATFORM.yaml] --m M --k K --n N [--pattern N:M]    Y[MxN] = X[MxK] W[KxN]\n\n"
            "One product of random operands on the array, its buffers, dma and DDR, without firmware; every byte of Y "
            "is checked.\n\n"
         << options;
    fmt::print("{}", text.str());
}

std::uint32_t number(const std::string& option, const std::string& text, std::uint64_t least) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least)
        usage_error(kCommand, fmt::format("--{}: expected a whole number from {} to {}, got '{}'", option, least,
                                          std::numeric_limits<std::uint32_t>::max(), text));
    return value;
}

std::uint32_t extent(const po::variables_map& values, const char* option) {
    const auto text = text_of(values, option);
    if (!text) usage_error(kCommand, fmt::format("--{} is missing", option));
    return number(option, *text, 1);
}

/// Sets the pattern; false where `text` is none.
bool read_pattern(const std::string& text, gemm::Problem& problem) {
    if (text == "dense") return true;
    const auto* end = text.data() + text.size();
    const auto kept = std::from_chars(text.data(), end, problem.pattern_n);
    if (kept.ec != std::errc() || kept.ptr == end || *kept.ptr != ':') return false;
    const auto group = std::from_chars(kept.ptr + 1, end, problem.pattern_m);
    return group.ec == std::errc() && group.ptr == end && problem.pattern_m >= 2 && problem.pattern_m <= 32 &&
           std::has_single_bit(problem.pattern_m) && problem.pattern_n >= 1 && problem.pattern_n <= problem.pattern_m;
}

template <typename Choice> Choice choose(const po::variables_map& values, const char* option,
                                         const std::vector<std::pair<std::string, Choice>>& choices) {
    const auto text = text_of(values, option);
    if (!text) return choices.front().second;
    std::string known;
    for (const auto& [word, value] : choices) {
        if (word == *text) return value;
        known += (known.empty() ? "" : ", ") + word;
    }
    usage_error(kCommand, fmt::format("--{}: must be one of {}, got '{}'", option, known, *text));
}

gemm::Problem read_problem(const po::variables_map& values) {
    gemm::Problem problem;
    problem.m = extent(values, "m");
    problem.k = extent(values, "k");
    problem.n = extent(values, "n");
    if (const auto pattern = text_of(values, "pattern"); pattern && !read_pattern(*pattern, problem))
        usage_error(kCommand, fmt::format("--pattern: expected 'dense' or N:M with M = 2, 4, 8, 16 or 32 and "
                                          "1 <= N <= M, got '{}'",
                                          *pattern));
    problem.positions =
        choose<Positions>(values, "encoding", {{"bitmap", Positions::bitmap}, {"index", Positions::index}});
    problem.format = choose<stavp_dtype>(values, "format", {{"int8", STAVP_I8}, {"int16", STAVP_I16}});
    problem.output =
        choose<stavp_dtype>(values, "output", {{"int8", STAVP_I8}, {"int16", STAVP_I16}, {"int32", STAVP_I32}});
    if (const auto seed = text_of(values, "seed")) problem.seed = number("seed", *seed, 0);
    constexpr auto kMostMacs = std::uint64_t{1} << 56;
    if (std::uint64_t{problem.m} * problem.n > kMostMacs / problem.k)
        usage_error(kCommand, "the product is too large: m * k * n must be at most 2^56");
    return problem;
}

/// Simulates in this process, once.
gemm::Result simulate_here(const config::PlatformConfig& config, const gemm::Problem& problem) {
    gemm::Result result;
    in_simulator([&] { result = gemm::simulate(config, problem); });
    return result;
}

/// The sparse product here and the dense one beside it in a child process, because a process simulates only once.
gemm::Comparison simulate_both(const config::PlatformConfig& config, const gemm::Problem& problem) {
    gemm::check_fits(config, problem);
    if (!problem.sparse()) {
        const auto result = simulate_here(config, problem);
        return {result, result.cycles};
    }
    const auto dense = problem.dense();
    gemm::check_fits(config, dense);
    ChildProcess child([&] {
        const auto result = simulate_here(config, dense);
        if (!result.mismatch.empty()) throw std::runtime_error("dense product: " + result.mismatch);
        return std::to_string(result.cycles);
    });
    auto result = simulate_here(config, problem);
    return {std::move(result), std::stoull(child.answer())};
}

} // namespace

int gemm_command(const Arguments& arguments) {
    const auto options = option_table();
    const auto values = parse(kCommand, arguments, options, {});
    if (values.count("help") != 0) {
        print_help(options);
        return kGood;
    }
    const auto problem = read_problem(values);
    std::vector<std::string> overrides;
    if (const auto fidelity = text_of(values, "fidelity")) overrides.push_back("sim.fidelity=" + *fidelity);
    const auto config = read_platform(values, overrides);
    const bool ideal = values.count("ideal-memory") != 0;
    const auto comparison = ideal ? gemm::Comparison{gemm::ideal_result(config.sta, problem),
                                                     gemm::ideal_result(config.sta, problem.dense()).cycles}
                                  : simulate_both(config, problem);
    if (!comparison.result.mismatch.empty()) {
        fmt::print(stderr, "stavp gemm: the product is wrong: {}\n", comparison.result.mismatch);
        return kSimulationFailed;
    }
    fmt::print("{}", values.count("json") != 0 ? gemm::json_report(config, problem, comparison)
                                               : gemm::text_report(config, problem, comparison));
    return kGood;
}

} // namespace stavp::cli
