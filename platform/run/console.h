#pragma once

#include <cstdio>
#include <ostream>
#include <string>
#include <unistd.h>

namespace stavp {

/// Where the characters go that the guest prints: a log, and stdout where the user asked for it.
class Console {
public:
    Console(std::ostream* log, bool echo) : log_(log), echo_(echo) {}

    void put(char character) {
        if (log_ != nullptr) log_->put(character);
        remember(character);
        if (!echo_) return;
        std::fputc(character, stdout);
        if (character == '\n') std::fflush(stdout);
        at_line_start_ = character == '\n';
    }
    /// What is printed and what is shown on stderr may come out between each other.
    bool shares_terminal() const { return echo_ && isatty(STDOUT_FILENO) == 1; }
    /// The last whole line that was not empty, cut at 200 characters; '?' stands for what is not printable ASCII.
    const std::string& last_line() const { return last_line_; }
    /// Ends a line that the guest left open, so that what follows on stdout begins on its own.
    void finish() {
        if (log_ != nullptr) log_->flush();
        if (echo_ && !at_line_start_) std::fputc('\n', stdout);
        std::fflush(stdout);
    }

private:
    void remember(char character) {
        constexpr std::size_t kLongest = 200;
        if (character != '\n') {
            const bool printable = character >= ' ' && character <= '~';
            if (character != '\r' && line_.size() < kLongest) line_ += printable ? character : '?';
        } else if (!line_.empty()) {
            last_line_.swap(line_);
            line_.clear();
        }
    }

    std::ostream* log_;
    bool echo_;
    bool at_line_start_ = true;
    std::string line_;
    std::string last_line_;
};

} // namespace stavp
