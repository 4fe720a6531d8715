#pragma once

#include <array>
#include <csignal>

namespace stavp {

/// While it lives, the first SIGINT or SIGTERM is only noted, so that a run can end in order and keep what it has
/// written; the next one ends the process, of either kind. One at a time. Signals that are ignored stay ignored.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// The signal that came, or 0.
    static int signal();

    /// What must be put right before the process ends without coming back here, by a signal or by exec: once, and
    /// nothing that a signal handler may not do.
    static void before_death(void (*put_right)());
    /// Does that now.
    static void put_right_now();

private:
    std::array<struct sigaction, 2> before_{};
};

} // namespace stavp
