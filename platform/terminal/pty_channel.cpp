#include "platform/terminal/pty_channel.h"

#include "platform/run/input_error.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
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

std::string PtyChannel::receive() {
    std::array<char, 0x1000> bytes{};
    const auto count = read(own_end_.number(), bytes.data(), bytes.size());
    return count > 0 ? std::string(bytes.data(), static_cast<std::size_t>(count)) : std::string();
}

} // namespace stavp::terminal
