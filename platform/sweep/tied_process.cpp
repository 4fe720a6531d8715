#include "platform/sweep/tied_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace stavp::sweep {

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

void die_with(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1); // it has died already
}

void detach_from_terminal(int errors) {
    setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(errors, STDERR_FILENO);
}

[[noreturn]] void run_in_child(const std::function<void()>& work, pid_t parent, int errors) {
    die_with(parent);
    detach_from_terminal(errors);
    bool good = false;
    try {
        work();
        good = true;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
    }
    std::fflush(stderr);
    _exit(good ? 0 : 1); // what the parent has opened or buffered is the parent's
}

std::string content_of(int file) {
    std::string text;
    lseek(file, 0, SEEK_SET);
    std::array<char, 4096> part{};
    for (ssize_t count = 0; (count = read(file, part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(count));
    return text;
}

std::string last_line(std::string text) {
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    const auto begin = text.rfind('\n');
    return begin == std::string::npos ? text : text.substr(begin + 1);
}

} // namespace

bool ProcessEnding::good() const {
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool ProcessEnding::killed() const {
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

std::string ProcessEnding::describe() const {
    auto text = WIFSIGNALED(status)
                    ? fmt::format("ended by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)))
                    : fmt::format("ended with exit code {}", WEXITSTATUS(status));
    if (const auto line = last_line(errors); !line.empty()) text += ": " + line;
    return text;
}

TiedProcess::TiedProcess(const std::function<void()>& work, double timeout_seconds)
    : errors_(memfd_create("errors", MFD_CLOEXEC)),
      deadline_(Clock::now() +
                std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(timeout_seconds))) {
    if (errors_ < 0) fail("memfd_create");
    std::fflush(nullptr);
    const auto parent = getpid();
    pid_ = fork();
    if (pid_ == 0) run_in_child(work, parent, errors_);
    if (pid_ > 0) return;
    const auto reason = errno;
    close(errors_);
    errno = reason;
    fail("fork");
}

TiedProcess::TiedProcess(TiedProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), errors_(std::exchange(other.errors_, -1)), deadline_(other.deadline_) {}

TiedProcess::~TiedProcess() {
    kill();
    if (errors_ >= 0) close(errors_);
}

std::optional<ProcessEnding> TiedProcess::ended() {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
    pid_ = -1;
    return ProcessEnding{status, content_of(errors_)};
}

void TiedProcess::kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

} // namespace stavp::sweep
