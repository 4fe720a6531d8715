#include "tests/slurm/background_program.h"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace stavp::sweep::testing {

BackgroundProgram::BackgroundProgram(std::vector<std::string> words, const std::string& out_file,
                                     const std::string& err_file) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    constexpr int kMode = 0644;
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, kMode);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, kMode);
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    const int error = posix_spawnp(&process_, argv.front(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error(words.front() + " could not be started");
}

BackgroundProgram::~BackgroundProgram() {
    if (process_ < 0) return;
    send(SIGKILL);
    wait();
}

void BackgroundProgram::send(int signal) const {
    kill(process_, signal);
}

int BackgroundProgram::wait() {
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    constexpr int kSignalled = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
}

} // namespace stavp::sweep::testing
