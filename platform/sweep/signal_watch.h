#pragma once

#include <chrono>
#include <csignal>
#include <optional>

namespace stavp::sweep {

/// Holds back the signals that ask a process to end, and those that tell of children, so that they can be waited for.
/// What comes between two waits is not lost. A signal that was ignored before (nohup) stays ignored.
class SignalWatch {
public:
    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// Waits until a child ends, a signal asks to stop, or the time is over; the number of a signal that asks to stop.
    std::optional<int> wait(std::chrono::nanoseconds longest) const;

private:
    sigset_t watched_{};
    sigset_t before_{};
};

} // namespace stavp::sweep
