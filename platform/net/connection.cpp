#include "platform/net/connection.h"
#include "platform/run/input_error.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace stavp::net {

namespace {

constexpr int kForEver = -1;

/// Whether `descriptor` has something to read, or an end to notice. A signal ends the wait.
bool readable(int descriptor, bool block) {
    pollfd request{descriptor, POLLIN, 0};
    return poll(&request, 1, block ? kForEver : 0) > 0;
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

} // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = other.release();
    }
    return *this;
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

void Descriptor::close() {
    if (open()) ::close(release());
}

Connection::Connection(std::string_view option, std::uint16_t port)
    : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    setsockopt(listener_.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const auto address = loopback(port);
    if (!listener_.open() ||
        bind(listener_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        listen(listener_.number(), 1) != 0)
        throw InputError(fmt::format("{}: port {} of 127.0.0.1: {}", option, port, std::strerror(errno)));
}

Connection::Connection(Descriptor listener, Descriptor client)
    : listener_(std::move(listener)), client_(std::move(client)) {}

std::uint16_t Connection::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(listener_.number(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

bool Connection::accept(bool block) {
    if (connected() || !readable(listener_.number(), block)) return false;
    client_ = Descriptor(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client_.open()) return false;
    const int on = 1;
    setsockopt(client_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return true;
}

std::optional<std::string> Connection::receive(bool block) {
    if (!connected()) return std::nullopt;
    if (!readable(client_.number(), block)) return std::string();
    std::array<char, 0x4000> buffer{};
    const auto count = recv(client_.number(), buffer.data(), buffer.size(), 0);
    if (count > 0) return std::string(buffer.data(), static_cast<std::size_t>(count));
    if (count < 0 && errno == EINTR) return std::string();
    client_.close();
    return std::nullopt;
}

void Connection::send(std::string_view bytes) {
    while (!bytes.empty() && connected()) {
        const auto count = ::send(client_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

} // namespace stavp::net
