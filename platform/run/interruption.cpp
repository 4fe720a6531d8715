#include "platform/run/interruption.h"

#include <atomic>

namespace stavp {

namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM};

// A handler takes no context.
volatile std::sig_atomic_t caught = 0;
std::atomic<void (*)()> to_put_right = nullptr;
static_assert(decltype(to_put_right)::is_always_lock_free);

void note(int signal) {
    if (caught != 0) {
        Interruption::put_right_now();
        std::signal(signal, SIG_DFL);
        std::raise(signal); // comes when this handler returns
    }
    caught = signal;
}

} // namespace

Interruption::Interruption() {
    caught = 0;
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        sigaction(kSignals[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &action, nullptr);
    }
}

Interruption::~Interruption() {
    for (std::size_t i = 0; i < kSignals.size(); ++i)
        sigaction(kSignals[i], &before_[i], nullptr);
}

int Interruption::signal() {
    return caught;
}

void Interruption::before_death(void (*put_right)()) {
    to_put_right = put_right;
}

void Interruption::put_right_now() {
    if (auto* const put_right = to_put_right.exchange(nullptr); put_right != nullptr) put_right();
}

} // namespace stavp
