#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <sys/types.h>

namespace stavp::sweep {

/// How a process ended.
struct ProcessEnding {
    int status = 0;     ///< as waitpid() gives it
    std::string errors; ///< what it wrote to stderr

    bool good() const;
    bool killed() const; ///< by SIGKILL
    /// "ended by signal 11 (Segmentation fault)", with the last line of its errors.
    std::string describe() const;
};

/// A forked process that does `work` and ends. It dies with its parent, whatever the parent dies of, and gets no
/// signals from the terminal. Its stdout is dropped. Forked, not started anew: it finds everything that the parent
/// has read. The parent must have one thread only.
class TiedProcess {
public:
    using Clock = std::chrono::steady_clock;

    TiedProcess(const std::function<void()>& work, double timeout_seconds);
    /// Kills the process if it is still there.
    ~TiedProcess();
    TiedProcess(TiedProcess&& other) noexcept;
    TiedProcess& operator=(TiedProcess&&) = delete;

    Clock::time_point deadline() const { return deadline_; }
    /// Nothing while it runs; waits for nothing.
    std::optional<ProcessEnding> ended();
    /// By SIGKILL, and waits for its end.
    void kill();

private:
    pid_t pid_ = -1;
    int errors_ = -1;
    Clock::time_point deadline_;
};

} // namespace stavp::sweep
