#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stavp::net {

/// A file descriptor that is closed with its owner.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;

    int number() const { return number_; }
    bool open() const { return number_ >= 0; }
    int release();
    void close();

private:
    int number_;
};

/// A TCP port of the loopback interface, and the one client that is connected to it. Further ones wait.
class Connection {
public:
    /// Port 0: any free one. Throws InputError "OPTION: ..." when it cannot be had.
    Connection(std::string_view option, std::uint16_t port);
    /// Of a process that handed over its descriptors.
    Connection(Descriptor listener, Descriptor client);

    std::uint16_t port() const;
    bool connected() const { return client_.open(); }
    /// Accepts a client if one waits and none is connected; `block`: waits for one, or for a signal. True when a
    /// new one is there.
    bool accept(bool block);
    /// What has arrived; `block`: waits for something, or for a signal. nullopt when the client has gone.
    std::optional<std::string> receive(bool block);
    /// A client that has gone is noticed by receive().
    void send(std::string_view bytes);
    void hang_up() { client_.close(); }

    int listener_number() const { return listener_.number(); }
    int client_number() const { return client_.number(); }

private:
    Descriptor listener_;
    Descriptor client_;
};

} // namespace stavp::net
