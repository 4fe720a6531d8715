#include "platform/terminal/poll_input.h"

#include <array>
#include <poll.h>

namespace stavp::terminal {

namespace {

constexpr int kMomentMs = 100;

bool ready(int descriptor, short events, int milliseconds) {
    pollfd request{descriptor, events, 0};
    return poll(&request, 1, milliseconds) > 0;
}

} // namespace

bool readable(int descriptor, int milliseconds) {
    return ready(descriptor, POLLIN, milliseconds);
}

bool writable(int descriptor, int milliseconds) {
    return ready(descriptor, POLLOUT, milliseconds);
}

void wait_a_moment(int first, int second) {
    std::array<pollfd, 2> requests{{{first, POLLIN, 0}, {second, POLLIN, 0}}}; // poll() skips negative ones
    poll(requests.data(), requests.size(), kMomentMs);
}

} // namespace stavp::terminal
