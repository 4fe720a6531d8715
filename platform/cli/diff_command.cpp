#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/report/run_diff.h"

#include <fmt/format.h>

namespace stavp::cli {

namespace po = boost::program_options;

int diff_command(const Arguments& arguments) {
    po::options_description options;
    options.add_options()("help,h", "this text")("json", "machine-readable")("a", po::value<std::string>())(
        "b", po::value<std::string>());
    po::positional_options_description positional;
    positional.add("a", 1).add("b", 1);
    const auto values = parse("diff", arguments, options, positional);
    if (values.count("help") != 0) {
        fmt::print(
            "usage: stavp diff RUN_A RUN_B [--json]\n\n"
            "Compares two run folders of the same layers, such as a dense and a sparse one, or one workload on two\n"
            "machines: whether workload, input and firmware are the same, the keys that differ, cycles, speed-up of B\n"
            "over A, how much of the ideal speed-up (ratio of the kept weights, times that of the multipliers) it is,\n"
            "and where the cycles of B went.\n");
        return kGood;
    }
    if (values.count("b") == 0) usage_error("diff", "expected two run folders");
    const auto diff = diff_runs(values["a"].as<std::string>(), values["b"].as<std::string>());
    fmt::print("{}", values.count("json") != 0 ? diff_json(diff) : diff_text(diff));
    return kGood;
}

} // namespace stavp::cli
