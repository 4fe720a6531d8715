#pragma once

namespace stavp::terminal {

/// The terminal on stdin passes on each key at once and shows none, while this lives; Ctrl-C stays a signal. The mode
/// before comes back with the destructor, and before a signal ends the process (Interruption). One at a time.
class RawMode {
public:
    RawMode();
    ~RawMode();
    RawMode(const RawMode&) = delete;
    RawMode& operator=(const RawMode&) = delete;
};

} // namespace stavp::terminal
