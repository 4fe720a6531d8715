#include "platform/sweep/slurm_client.h"
#include "platform/run/input_error.h"
#include "platform/sweep/program_output.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <sstream>
#include <unistd.h>

namespace stavp::sweep {

namespace {

constexpr auto kWhere = "stavp sweep: --engine slurm";

std::string last_line(const ProgramOutput& output) {
    std::istringstream lines(output.err.empty() ? output.out : output.err);
    std::string last;
    for (std::string line; std::getline(lines, line);)
        if (!line.empty()) last = line;
    return last.empty() ? fmt::format("exit code {}", output.exit_code) : last;
}

std::string of_this_user() {
    return fmt::format("--user={}", getuid());
}

bool is_job_number(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

} // namespace

SlurmQueue parse_queue(const std::string& text) {
    SlurmQueue queue;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto bar = line.find('|');
        if (bar == std::string::npos) continue;
        if (line.compare(0, bar, "PENDING") != 0) {
            ++queue.running;
            continue;
        }
        ++queue.waiting;
        queue.reason = line.substr(bar + 1);
    }
    return queue;
}

SlurmClient::SlurmClient() {
    for (const auto* program : {"sbatch", "squeue", "scancel", "scontrol"})
        if (!on_path(program))
            throw InputError(
                fmt::format("{}: {} is not on the PATH (Debian's package is slurm-client)", kWhere, program));
}

SlurmLimits SlurmClient::limits() const {
    const auto output = run_program({"scontrol", "show", "config"});
    if (output.exit_code != 0) throw InputError(fmt::format("{}: scontrol: {}", kWhere, last_line(output)));
    return parse_limits(output.out);
}

std::string SlurmClient::submit(const std::filesystem::path& script, const std::vector<std::string>& options) const {
    std::vector<std::string> command{"sbatch", "--parsable"};
    command.insert(command.end(), options.begin(), options.end());
    command.push_back(script.string());
    const auto output = run_program(command);
    const auto job = output.out.substr(0, output.out.find_first_of(";\n")); // "12" or "12;cluster"
    if (output.exit_code != 0 || !is_job_number(job))
        throw InputError(fmt::format("{}: {}: {}", kWhere, script.string(), last_line(output)));
    return job;
}

std::optional<SlurmQueue> SlurmClient::queue(const std::string& job_name) const {
    const auto output =
        run_program({"squeue", "--noheader", "--array", "--name=" + job_name, of_this_user(), "--format=%T|%r"});
    if (output.exit_code != 0) return std::nullopt;
    return parse_queue(output.out);
}

void SlurmClient::cancel(const std::string& job_name) const {
    run_program({"scancel", "--quiet", "--name=" + job_name, of_this_user()});
}

} // namespace stavp::sweep
