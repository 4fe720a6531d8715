#include "tests/cli/started_program.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <poll.h>
#include <pty.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr std::chrono::seconds kPatience{30};

unsigned count(const std::string& text, const std::string& part) {
    unsigned times = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size()))
        ++times;
    return times;
}

} // namespace

StartedProgram::StartedProgram(std::vector<std::string> arguments, Terminal terminal,
                               const std::vector<std::string>& environment) {
    std::array<int, 2> ends{-1, -1};
    if (terminal.columns != 0) {
        winsize size{terminal.rows, terminal.columns, 0, 0};
        if (openpty(&ends[0], &ends[1], nullptr, nullptr, &size) != 0) throw std::runtime_error("openpty");
    } else if (pipe(ends.data()) != 0) {
        throw std::runtime_error("pipe");
    }
    std::vector<char*> words;
    std::transform(arguments.begin(), arguments.end(), std::back_inserter(words),
                   [](auto& word) { return word.data(); });
    words.push_back(nullptr);
    process_ = fork();
    if (process_ == 0) {
        for (const auto stream : {STDOUT_FILENO, STDERR_FILENO})
            dup2(ends[1], stream);
        close(ends[0]);
        close(ends[1]);
        unsetenv("NO_COLOR");
        for (const auto& entry : environment)
            setenv(entry.substr(0, entry.find('=')).c_str(), entry.substr(entry.find('=') + 1).c_str(), 1);
        // Whoever runs the tests in the background has these ignored.
        for (const auto number : {SIGINT, SIGTERM})
            std::signal(number, SIG_DFL);
        execv(words[0], words.data());
        _exit(127);
    }
    close(ends[1]);
    stream_ = ends[0];
}

StartedProgram::~StartedProgram() {
    if (process_ > 0) {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    close(stream_);
}

bool StartedProgram::read_some(std::chrono::steady_clock::time_point until) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd ready{stream_, POLLIN, 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0) return false;
    std::array<char, 4096> part{};
    const auto length = read(stream_, part.data(), part.size()); // a terminal's end is an error, EIO
    if (length <= 0) return false;
    output_.append(part.data(), static_cast<std::size_t>(length));
    return true;
}

bool StartedProgram::wait_for(const std::string& text, unsigned times) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (count(output_, text) < times)
        if (!read_some(until)) return false;
    return true;
}

bool StartedProgram::wait_for(const std::regex& text) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!std::regex_search(output_, text))
        if (!read_some(until)) return false;
    return true;
}

int StartedProgram::exit_code() {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (read_some(until)) {
    }
    if (std::chrono::steady_clock::now() >= until) kill(process_, SIGKILL);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    constexpr int kSignalled = 128;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
}
