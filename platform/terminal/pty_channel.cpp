#include "platform/terminal/pty_channel.h"

#include "platform/run/input_error.h"
#include "platform/terminal/poll_input.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

namespace stavp::terminal {

namespace {

constexpr std::size_t kLongestName = 256;

[[noreturn]] void fail() {
    throw InputError(fmt::format("--uart: no pseudo terminal: {}", std::strerror(errno)));
}

} // namespace

PtyChannel::PtyChannel() : own_end_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
    std::array<char, kLongestName> name{};
    if (!own_end_.open() || grantpt(own_end_.number()) != 0 || unlockpt(own_end_.number()) != 0 ||
        ptsname_r(own_end_.number(), name.data(), name.size()) != 0)
        fail();
    other_end_ = net::Descriptor(open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios settings{};
    if (!other_end_.open() || tcgetattr(other_end_.number(), &settings) != 0) fail();
    cfmakeraw(&settings); // else what the guest sends before a program comes would be echoed to it
    if (tcsetattr(other_end_.number(), TCSANOW, &settings) != 0) fail();
    fmt::print(stderr, "uart: {}\n", name.data());
}

/// What nobody has read when the pseudo terminal goes is lost: gives a program a moment to take it.
PtyChannel::~PtyChannel() {
    constexpr int kMoments = 25;
    constexpr std::chrono::milliseconds kMoment(20);
    for (int i = 0; i < kMoments && last_sent_ != 0; ++i) {
        std::this_thread::sleep_for(kMoment);
        if (!readable(other_end_.number())) return;
    }
}

/// The programs at the other end show a line feed as what it is: the next line, same column.
void PtyChannel::send(std::string_view bytes) {
    std::string shown;
    for (const auto character : bytes) {
        if (character == '\n' && last_sent_ != '\r') shown += '\r';
        shown += character;
        last_sent_ = character;
    }
    writer_.write(own_end_.number(), shown);
}

std::string PtyChannel::receive() {
    std::array<char, 0x1000> bytes{};
    const auto count = read(own_end_.number(), bytes.data(), bytes.size());
    return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : std::string();
}

} // namespace stavp::terminal
