#include "platform/sweep/slurm_script.h"

#include <fmt/format.h>

namespace stavp::sweep {

namespace {

/// For the shell, and for the reader of #SBATCH lines, which knows single quotes and backslashes as well.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char letter : text)
        result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return result + "'";
}

/// In file names % stands for parts of a job's number.
std::string without_patterns(const std::string& path) {
    std::string result;
    for (const char letter : path)
        result += letter == '%' ? std::string("%%") : std::string(1, letter);
    return result;
}

} // namespace

std::string script_text(const SlurmBatch& batch, const SlurmOptions& options) {
    std::string text = "#!/bin/sh\n";
    const auto ask = [&](const std::string& option) { text += fmt::format("#SBATCH --{}\n", option); };
    ask("job-name=" + batch.job_name);
    ask(fmt::format("array=0-{}{}", batch.tasks.size() - 1,
                    options.max_parallel ? fmt::format("%{}", *options.max_parallel) : std::string()));
    ask("requeue");
    ask("ntasks=1");
    ask(fmt::format("cpus-per-task={}", options.cpus));
    if (options.partition) ask("partition=" + quoted(*options.partition));
    if (options.time_minutes) ask(fmt::format("time={}", *options.time_minutes));
    if (options.memory_mb) ask(fmt::format("mem={}", *options.memory_mb));
    ask("output=" + quoted(without_patterns(batch.folder.string()) + "/" + batch.name + "-%a.log"));
    ask("open-mode=append");
    text +=
        fmt::format("points=$(sed -n \"$((SLURM_ARRAY_TASK_ID + 1))p\" {})\nexec", quoted(batch.task_file().string()));
    for (const auto& word : batch.worker)
        text += fmt::format(" {}", quoted(word));
    return text + " $points\n";
}

std::string task_text(const SlurmArray& tasks) {
    std::string text;
    for (const auto& task : tasks) {
        for (std::size_t i = 0; i < task.size(); ++i)
            text += (i == 0 ? "" : " ") + task[i];
        text += "\n";
    }
    return text;
}

} // namespace stavp::sweep
