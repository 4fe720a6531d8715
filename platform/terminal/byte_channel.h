#pragma once

#include <string>
#include <string_view>

namespace stavp::terminal {

/// A way to a person or program on the host, both directions.
class ByteChannel {
public:
    virtual ~ByteChannel() = default;
    virtual std::string_view name() const = 0;
    /// To wait for input with poll(); -1: there is nothing to wait for.
    virtual int descriptor() const = 0;
    /// What has arrived. Never blocks.
    virtual std::string receive() = 0;
    virtual void send(std::string_view bytes) = 0;
    virtual bool ended() const { return false; }
    virtual bool quit() const { return false; }
};

} // namespace stavp::terminal
