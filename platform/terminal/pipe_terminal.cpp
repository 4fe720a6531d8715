#include "platform/terminal/pipe_terminal.h"

#include "platform/run/interruption.h"
#include "platform/terminal/poll_input.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp::terminal {

std::optional<std::uint8_t> PipeTerminal::next() {
    if (taken_ == bytes_.size()) fill();
    if (taken_ == bytes_.size()) return std::nullopt;
    return static_cast<std::uint8_t>(bytes_[taken_++]);
}

void PipeTerminal::fill() {
    constexpr int kMomentMs = 100;
    bytes_.clear();
    taken_ = 0;
    std::fflush(stdout); // what the guest has asked is to be seen
    while (!ended_ && Interruption::signal() == 0) {
        if (!readable(STDIN_FILENO, kMomentMs)) continue;
        std::array<char, 0x4000> buffer{};
        const auto count = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count > 0) {
            bytes_.assign(buffer.data(), static_cast<std::size_t>(count));
            return;
        }
        ended_ = true;
        fmt::print(stderr, "uart: end of input\n");
    }
}

} // namespace stavp::terminal
