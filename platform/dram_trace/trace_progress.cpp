#include "platform/dram_trace/trace_progress.h"

#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp {

namespace {

constexpr std::chrono::milliseconds kQuiet{2000};
constexpr std::chrono::milliseconds kInterval{200};
constexpr auto kEraseLine = "\r\x1b[K";

} // namespace

TraceProgress::TraceProgress() : terminal_(isatty(STDERR_FILENO) == 1), next_(start_ + kQuiet) {}

TraceProgress::~TraceProgress() {
    if (shown_) std::fputs(kEraseLine, stderr);
}

void TraceProgress::show(double share) {
    const auto now = Clock::now();
    if (now < next_) return;
    next_ = now + kInterval;
    shown_ = true;
    fmt::print(stderr, "{}{:.1f} million requests", kEraseLine, static_cast<double>(requests_) / 1e6);
    if (share > 0) {
        const auto elapsed = std::chrono::duration<double>(now - start_).count();
        fmt::print(stderr, ", about {:.0f} s left", elapsed * (1 - share) / share);
    }
    std::fflush(stderr);
}

} // namespace stavp
