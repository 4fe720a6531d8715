#include "platform/cli/commands.h"
#include "platform/cli/exit_codes.h"
#include "platform/config/reader.h"
#include "platform/config/suggest.h"
#include "workloads/format/image.h"

#include <array>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace {

using namespace stavp;

struct Command {
    std::string_view name;
    std::string_view summary;
    int (*execute)(const cli::Arguments&);
};

constexpr std::array kCommands = {
    Command{"run", "simulate a workload, or a bare-metal program", cli::run_command},
    Command{"replay", "play the register accesses of a run with --trace mmio, without its processor",
            cli::replay_command},
    Command{"report", "write the report of a run or of a sweep as one HTML file", cli::report_command},
    Command{"diff", "compare two runs layer by layer", cli::diff_command},
    Command{"sweep", "run every point of a sweep file", cli::sweep_command},
    Command{"sweep-task", "run some points of a prepared sweep; what a worker of a cluster is given",
            cli::sweep_task_command},
    Command{"fault-campaign", "break the machine in many ways, and tell what its firmware noticed",
            cli::fault_campaign_command},
    Command{"trace", "show the accesses that a run with --trace tlm recorded", cli::trace_command},
    Command{"why", "tell where a run's time went, and what would shorten it", cli::why_command},
    Command{"gemm", "simulate one matrix product on the array, without firmware", cli::gemm_command},
    Command{"ddr", "play a trace of requests on the memory controller alone", cli::ddr_command},
    Command{"compare-fidelity", "run a workload in both fidelities and show the error of lt",
            cli::compare_fidelity_command},
    Command{"area", "estimate FPGA resources and ASIC area of a platform", cli::area_command},
    Command{"config", "check a platform file, or show every key with its effective value", cli::config_command},
    Command{"regs", "show the registers, or write a C header or an SVD file of them", cli::regs_command},
};

void print_help() {
    fmt::print("stavp: a virtual platform of a SoC around STA, an accelerator for N:M sparse Transformers\n\n"
               "usage: stavp COMMAND [OPTIONS]\n\n");
    for (const auto& command : kCommands)
        fmt::print("  {:<16}  {}\n", command.name, command.summary);
    fmt::print("\n  --version, --help; stavp COMMAND --help\n\n"
               "exit codes: 0 good, 1 the simulated system failed, 2 bad input or usage; a bare-metal program's own "
               "exit code carries through; 130 interrupted\n");
}

int refuse(const std::string& reason) {
    fmt::print(stderr, "stavp: {} (see stavp --help)\n", reason);
    return cli::kBadInput;
}

int dispatch(const cli::Arguments& arguments) {
    if (arguments.empty()) return refuse("no command given");
    const auto& first = arguments.front();
    if (first == "--help" || first == "-h" || first == "help") {
        print_help();
        return cli::kGood;
    }
    if (first == "--version") {
        fmt::print("stavp {}\n", STAVP_VERSION);
        return cli::kGood;
    }
    std::vector<std::string> names;
    for (const auto& command : kCommands) {
        if (command.name == first) return command.execute({arguments.begin() + 1, arguments.end()});
        names.emplace_back(command.name);
    }
    const auto* kind = first.starts_with("-") ? "option" : "command";
    return refuse(fmt::format("unknown {} '{}'{}", kind, first, config::did_you_mean(first, names)));
}

/// A full disk behind stdout must not look like success.
int after_writing(int code) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    fmt::print(stderr, "stavp: standard output cannot be written\n");
    return cli::kBadInput;
}

int run(int argc, char** argv) {
    try {
        return dispatch({argv + 1, argv + argc});
    } catch (const InputError& error) {
        fmt::print(stderr, "{}\n", error.what());
    } catch (const config::ConfigError& error) {
        fmt::print(stderr, "{}\n", error.what());
    } catch (const workloads::FormatError& error) {
        fmt::print(stderr, "{}\n", error.what());
    } catch (const std::exception& error) {
        if (std::ferror(stdout) != 0) return cli::kBadInput;
        fmt::print(stderr, "stavp: internal error: {}\n", error.what());
        return cli::kSimulationFailed;
    }
    return cli::kBadInput;
}

} // namespace

int main(int argc, char** argv) {
    return after_writing(run(argc, argv));
}
