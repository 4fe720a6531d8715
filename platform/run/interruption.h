#pragma once

#include <array>
#include <csignal>

namespace stavp {

/// While it lives, the first SIGINT or SIGTERM is only noted, so that a run can end in order and keep what it has
/// written; the next one ends the process. One at a time. Signals that are ignored stay ignored.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// The signal that came, or 0.
    static int signal();

private:
    std::array<struct sigaction, 2> before_{};
};

} // namespace stavp
