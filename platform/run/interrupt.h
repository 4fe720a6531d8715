#pragma once

#include <csignal>

namespace stavp {

/// While one lives, the first SIGINT or SIGTERM is only noted, so that what runs can end in order; a second one ends
/// the process as usual. One at a time.
class InterruptWatch {
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    /// The signal that has come, or 0.
    int signal() const;

private:
    struct sigaction on_interrupt_ {};
    struct sigaction on_terminate_ {};
};

} // namespace stavp
