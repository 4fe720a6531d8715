#include "platform/run/interrupt.h"

namespace stavp {

namespace {

volatile std::sig_atomic_t noted = 0; // a handler reaches nothing else

void note(int signal) {
    noted = signal;
}

} // namespace

InterruptWatch::InterruptWatch() {
    noted = 0;
    struct sigaction action {};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &on_interrupt_);
    sigaction(SIGTERM, &action, &on_terminate_);
    // Who started this process with the signal ignored (nohup, a shell's background job) wants that it stays so.
    if (on_interrupt_.sa_handler == SIG_IGN) sigaction(SIGINT, &on_interrupt_, nullptr);
    if (on_terminate_.sa_handler == SIG_IGN) sigaction(SIGTERM, &on_terminate_, nullptr);
}

InterruptWatch::~InterruptWatch() {
    sigaction(SIGINT, &on_interrupt_, nullptr);
    sigaction(SIGTERM, &on_terminate_, nullptr);
}

int InterruptWatch::signal() const {
    return noted;
}

} // namespace stavp
