#pragma once

#include <cstdio>
#include <ostream>

namespace stavp {

/// Where the characters go that the guest prints: a log, and stdout where the user asked for it.
class Console {
public:
    Console(std::ostream* log, bool echo) : log_(log), echo_(echo) {}

    void put(char character) {
        if (log_ != nullptr) log_->put(character);
        if (!echo_) return;
        std::fputc(character, stdout);
        if (character == '\n') std::fflush(stdout);
        at_line_start_ = character == '\n';
    }
    /// Ends a line that the guest left open, so that what follows on stdout begins on its own.
    void finish() {
        if (log_ != nullptr) log_->flush();
        if (echo_ && !at_line_start_) std::fputc('\n', stdout);
        std::fflush(stdout);
    }

private:
    std::ostream* log_;
    bool echo_;
    bool at_line_start_ = true;
};

} // namespace stavp
