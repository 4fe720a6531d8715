#include "platform/terminal/make_terminal.h"

#include "platform/run/input_error.h"
#include "platform/terminal/interactive_terminal.h"
#include "platform/terminal/pipe_terminal.h"
#include "platform/terminal/pty_channel.h"
#include "platform/terminal/replay_terminal.h"
#include "platform/terminal/stdio_channel.h"
#include "platform/terminal/tcp_channel.h"

#include <charconv>
#include <fmt/format.h>
#include <unistd.h>

namespace stavp::terminal {

namespace {

constexpr std::string_view kTcp = "tcp:";
constexpr std::string_view kReplay = "replay:";

std::uint16_t parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto* end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, port);
    if (text.empty() || error != std::errc() || last != end)
        throw InputError(fmt::format("--uart: '{}' is no port: 0 to {}", text, UINT16_MAX));
    return port;
}

/// Nothing where input does not come by the host's clock.
std::unique_ptr<ByteChannel> make_channel(const std::string& wish) {
    if (wish == "pty") return std::make_unique<PtyChannel>();
    if (wish.starts_with(kTcp)) return std::make_unique<TcpChannel>(parse_port(wish.substr(kTcp.size())));
    if (wish == "stdio" && isatty(STDIN_FILENO) == 1) return std::make_unique<StdioChannel>();
    return nullptr;
}

} // namespace

std::unique_ptr<GuestTerminal> make_terminal(const std::string& wish, const std::string& recording) {
    if (auto channel = make_channel(wish)) return std::make_unique<InteractiveTerminal>(std::move(channel), recording);
    if (!recording.empty())
        throw InputError("--uart-record: there is nothing to record: this input comes at the same times in every run");
    if (wish == "stdio") return std::make_unique<PipeTerminal>();
    if (wish.starts_with(kReplay)) return std::make_unique<ReplayTerminal>(wish.substr(kReplay.size()));
    throw InputError(fmt::format("--uart: '{}' is not stdio, pty, tcp:PORT or replay:FILE", wish));
}

} // namespace stavp::terminal
