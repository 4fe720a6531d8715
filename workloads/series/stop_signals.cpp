#include "workloads/series/stop_signals.h"

#include <csignal>

namespace stavp::workloads::series {

namespace {

volatile std::sig_atomic_t received = 0;

void note(int signal) {
    received = signal;
}

} // namespace

void catch_stop_signals() {
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

int stop_signal() {
    return received;
}

} // namespace stavp::workloads::series
