#include "platform/terminal/tcp_channel.h"

#include <fmt/format.h>

namespace stavp::terminal {

TcpChannel::TcpChannel(std::uint16_t port) : connection_("--uart", port) {
    fmt::print(stderr, "uart: listening on 127.0.0.1:{}\n", connection_.port());
}

int TcpChannel::descriptor() const {
    return connection_.connected() ? connection_.client_number() : connection_.listener_number();
}

std::string TcpChannel::receive() {
    connection_.accept(false);
    return connection_.receive(false).value_or("");
}

void TcpChannel::send(std::string_view bytes) {
    connection_.accept(false);
    if (connection_.connected()) writer_.write(connection_.client_number(), bytes);
}

} // namespace stavp::terminal
