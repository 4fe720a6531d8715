#pragma once

#include "platform/net/connection.h"
#include "platform/terminal/byte_channel.h"
#include "platform/terminal/patient_writer.h"

#include <cstdint>

namespace stavp::terminal {

/// A port of the loopback interface. One program at a time; it may leave and another come. What is sent while none is
/// there is lost.
class TcpChannel : public ByteChannel {
public:
    /// Port 0: any free one. Throws InputError when it cannot be had. Tells the port on stderr.
    explicit TcpChannel(std::uint16_t port);

    std::string_view name() const override { return "tcp"; }
    int descriptor() const override;
    std::string receive() override;
    void send(std::string_view bytes) override;

private:
    net::Connection connection_;
    PatientWriter writer_;
};

} // namespace stavp::terminal
