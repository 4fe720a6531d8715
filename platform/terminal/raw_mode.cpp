#include "platform/terminal/raw_mode.h"

#include "platform/run/interruption.h"

#include <termios.h>
#include <unistd.h>

namespace stavp::terminal {

namespace {

termios before; // a signal handler takes no context

void restore() {
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
}

} // namespace

RawMode::RawMode() {
    if (tcgetattr(STDIN_FILENO, &before) != 0) return;
    auto raw = before;
    raw.c_iflag &= ~static_cast<tcflag_t>(ICRNL | INLCR | IGNCR | IXON | ISTRIP);
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ECHONL | IEXTEN);
    raw.c_cc[VQUIT] = _POSIX_VDISABLE;
    raw.c_cc[VSUSP] = _POSIX_VDISABLE;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    Interruption::before_death(restore);
    tcsetattr(STDIN_FILENO, TCSANOW, &raw);
}

RawMode::~RawMode() {
    Interruption::put_right_now();
}

} // namespace stavp::terminal
