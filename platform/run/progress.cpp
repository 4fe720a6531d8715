#include "platform/run/progress.h"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp {

namespace {

constexpr std::chrono::milliseconds kQuiet{2000};
constexpr std::chrono::milliseconds kInterval{200};
constexpr double kPicosecondsPerMillisecond = 1e9;
constexpr auto kEraseLine = "\r\x1b[K";

} // namespace

Progress::Progress(std::size_t layers)
    : layers_(layers), terminal_(isatty(STDERR_FILENO) == 1), start_(std::chrono::steady_clock::now()),
      next_(start_ + kQuiet) {}

Progress::~Progress() {
    if (shown_) std::fputs(kEraseLine, stderr);
}

void Progress::show(std::size_t layers_done, double done_share, std::uint64_t time_ps) {
    if (!terminal_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + kInterval;
    shown_ = true;
    auto text = fmt::format("{:.3f} ms simulated", static_cast<double>(time_ps) / kPicosecondsPerMillisecond);
    if (layers_ != 0) {
        text = fmt::format("layer {} of {}, {}", std::min(layers_done + 1, layers_), layers_, text);
        const auto elapsed = std::chrono::duration<double>(now - start_).count();
        if (done_share > 0) text += fmt::format(", about {:.0f} s left", elapsed * (1 - done_share) / done_share);
    }
    fmt::print(stderr, "{}{}", kEraseLine, text);
    std::fflush(stderr);
}

} // namespace stavp
