#include "platform/sweep/signal_watch.h"

#include <algorithm>
#include <ctime>

namespace stavp::sweep {

SignalWatch::SignalWatch() {
    signal(SIGCHLD, SIG_DFL); // a parent that ignored it would have the kernel reap the children
    sigemptyset(&watched_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD})
        sigaddset(&watched_, signal);
    sigprocmask(SIG_BLOCK, &watched_, &before_);
}

SignalWatch::~SignalWatch() {
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<int> SignalWatch::wait(std::chrono::nanoseconds longest) const {
    constexpr std::int64_t kPerSecond = 1'000'000'000;
    const auto ns = std::max<std::int64_t>(longest.count(), 0);
    const timespec limit{static_cast<time_t>(ns / kPerSecond), static_cast<long>(ns % kPerSecond)};
    const int signal = sigtimedwait(&watched_, nullptr, &limit);
    if (signal > 0 && signal != SIGCHLD) return signal;
    return std::nullopt;
}

} // namespace stavp::sweep
