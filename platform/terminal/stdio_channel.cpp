#include "platform/terminal/stdio_channel.h"

#include "platform/terminal/poll_input.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp::terminal {

StdioChannel::StdioChannel() {
    fmt::print(stderr, "uart: this terminal; Ctrl-A x ends the run, Ctrl-A h shows more\n");
}

int StdioChannel::descriptor() const {
    return ended_ ? -1 : STDIN_FILENO;
}

std::string StdioChannel::receive() {
    if (ended_ || !readable(STDIN_FILENO)) return {};
    std::array<char, 0x1000> bytes{};
    const auto count = read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return {};
    if (count <= 0) {
        ended_ = true; // the terminal is gone
        return {};
    }
    auto typed = escape_.feed({bytes.data(), static_cast<std::size_t>(count)});
    if (escape_.take_help())
        fmt::print(stderr, "\nCtrl-A x  end the run\nCtrl-A a  type Ctrl-A\nCtrl-A c  type Ctrl-C\n"
                           "Ctrl-C    end the run in order\n");
    return typed;
}

void StdioChannel::send(std::string_view /*bytes*/) {
    std::fflush(stdout);
}

} // namespace stavp::terminal
