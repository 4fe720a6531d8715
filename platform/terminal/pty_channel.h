#pragma once

#include "platform/net/connection.h"
#include "platform/terminal/byte_channel.h"
#include "platform/terminal/patient_writer.h"

namespace stavp::terminal {

/// A pseudo terminal, for screen, picocom and the like. Programs may come and go: what is sent while none is there
/// waits for the next one, as far as the host's buffer holds it.
class PtyChannel : public ByteChannel {
public:
    /// Throws InputError when none can be had. Tells its name on stderr.
    PtyChannel();
    ~PtyChannel() override;

    std::string_view name() const override { return "pty"; }
    int descriptor() const override { return own_end_.number(); }
    std::string receive() override;
    /// A carriage return goes before each line feed that has none.
    void send(std::string_view bytes) override;

private:
    net::Descriptor own_end_;
    net::Descriptor other_end_; ///< kept open, so that it does not hang up and its settings stay
    PatientWriter writer_;
    char last_sent_ = 0;
};

} // namespace stavp::terminal
