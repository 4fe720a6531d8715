#include "platform/cli/external_program.h"
#include "platform/run/input_error.h"

#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stavp::cli {

void run_external(const std::vector<std::string>& command, const std::string& hint) {
    auto words = command;
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::fflush(nullptr);
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    pid_t child = 0;
    const auto error = posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error == ENOENT) throw InputError(fmt::format("{} is not installed ({})", command.front(), hint));
    if (error != 0) throw InputError(fmt::format("{} cannot be started: {}", command.front(), std::strerror(error)));
    int status = 0;
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw InputError(command.front() + " failed");
}

} // namespace stavp::cli
