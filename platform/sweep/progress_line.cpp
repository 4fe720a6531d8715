#include "platform/sweep/progress_line.h"

#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp::sweep {

namespace {

constexpr std::chrono::milliseconds kInterval{200};
constexpr auto kEraseLine = "\r\x1b[K";

} // namespace

ProgressLine::ProgressLine()
    : terminal_(isatty(STDERR_FILENO) == 1), start_(std::chrono::steady_clock::now()), next_(start_) {}

ProgressLine::~ProgressLine() {
    if (shown_) std::fputs(kEraseLine, stderr);
}

void ProgressLine::show(std::size_t done, std::size_t all, std::size_t before, std::size_t failures) {
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now < next_) return;
    next_ = now + kInterval;
    shown_ = true;
    auto text = fmt::format("{} of {} points", done, all);
    if (failures != 0) text += fmt::format(", {} not ok", failures);
    if (done > before) {
        const auto each = std::chrono::duration<double>(now - start_).count() / static_cast<double>(done - before);
        text += fmt::format(", about {:.0f} s left", each * static_cast<double>(all - done));
    }
    fmt::print(stderr, "{}{}", kEraseLine, text);
    std::fflush(stderr);
}

} // namespace stavp::sweep
