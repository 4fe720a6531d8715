#pragma once

#include <functional>
#include <string>
#include <sys/types.h>

namespace stavp::cli {

/// A piece of work in a forked process, beside what this one does. Start it before the simulator.
class ChildProcess {
public:
    /// `work` runs in the child; its text becomes the answer, and the text of what it throws a failure.
    explicit ChildProcess(const std::function<std::string()>& work);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Waits for the child, once. Throws std::runtime_error where it failed.
    std::string answer();

private:
    void collect();

    pid_t pid_ = -1;
    int pipe_ = -1;
    int status_ = 0;
};

} // namespace stavp::cli
