#include "platform/cli/child_process.h"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace stavp::cli {

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

void write_all(int file, const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
        const auto count = write(file, text.data() + done, text.size() - done);
        if (count <= 0) return;
        done += static_cast<std::size_t>(count);
    }
}

[[noreturn]] void run_as_child(const std::function<std::string()>& work, int pipe) {
    bool good = false;
    try {
        write_all(pipe, work());
        good = true;
    } catch (const std::exception& error) {
        write_all(pipe, error.what());
    }
    close(pipe);
    _exit(good ? 0 : 1); // what the parent has opened or buffered is the parent's
}

} // namespace

ChildProcess::ChildProcess(const std::function<std::string()>& work) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) fail("pipe");
    std::fflush(nullptr);
    pid_ = fork();
    if (pid_ < 0) {
        close(ends[0]);
        close(ends[1]);
        fail("fork");
    }
    if (pid_ == 0) {
        close(ends[0]);
        run_as_child(work, ends[1]);
    }
    close(ends[1]);
    pipe_ = ends[0];
}

ChildProcess::~ChildProcess() {
    collect();
}

void ChildProcess::collect() {
    if (pipe_ >= 0) close(pipe_);
    pipe_ = -1;
    if (pid_ > 0) waitpid(pid_, &status_, 0);
    pid_ = -1;
}

std::string ChildProcess::answer() {
    std::string text;
    std::array<char, 256> part{};
    for (ssize_t count = 0; (count = read(pipe_, part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(count));
    collect();
    if (!WIFEXITED(status_) || WEXITSTATUS(status_) != 0)
        throw std::runtime_error(text.empty() ? "a child process ended early" : text);
    return text;
}

} // namespace stavp::cli
