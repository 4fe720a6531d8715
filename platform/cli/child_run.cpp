#include "platform/cli/child_run.h"
#include "platform/cli/exit_codes.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace stavp::cli {

namespace {

[[noreturn]] void fail(const std::string& what, int error) {
    throw std::runtime_error(what + ": " + std::strerror(error));
}

/// A process whose stderr is read through a pipe.
class Child {
public:
    explicit Child(Arguments arguments) {
        std::array<int, 2> pipe_ends{};
        if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) fail("pipe", errno);
        errors_ = pipe_ends[0];
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
        std::string program = "/proc/self/exe";
        std::string command = "run";
        std::vector<char*> argv{program.data(), command.data()};
        for (auto& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        const auto error = posix_spawn(&process_, program.c_str(), &actions, nullptr, argv.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        close(pipe_ends[1]);
        if (error != 0) {
            close(errors_);
            fail("a run could not be started", error);
        }
    }

    /// Once.
    ChildOutcome wait() const {
        ChildOutcome outcome;
        std::array<char, 4096> buffer{};
        for (ssize_t count = 0; (count = read(errors_, buffer.data(), buffer.size())) > 0;)
            outcome.errors.append(buffer.data(), static_cast<std::size_t>(count));
        close(errors_);
        int status = 0;
        waitpid(process_, &status, 0);
        outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : kSimulationFailed;
        if (!WIFEXITED(status)) outcome.errors += "the run was ended by a signal\n";
        return outcome;
    }

private:
    pid_t process_ = 0;
    int errors_ = -1;
};

} // namespace

std::vector<ChildOutcome> run_children(const std::vector<Arguments>& runs) {
    const std::size_t at_once = std::max(1u, std::thread::hardware_concurrency());
    std::vector<Child> children;
    children.reserve(runs.size());
    std::vector<ChildOutcome> outcomes;
    for (const auto& arguments : runs) {
        if (children.size() == outcomes.size() + at_once) outcomes.push_back(children[outcomes.size()].wait());
        children.emplace_back(arguments);
    }
    while (outcomes.size() < children.size())
        outcomes.push_back(children[outcomes.size()].wait());
    return outcomes;
}

ScratchFolder::ScratchFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "stavp-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) fail(pattern, errno);
    path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

} // namespace stavp::cli
