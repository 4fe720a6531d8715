#pragma once

#include "platform/terminal/byte_channel.h"
#include "platform/terminal/escape_filter.h"
#include "platform/terminal/raw_mode.h"

namespace stavp::terminal {

/// The terminal that stavp was started on. What the guest sends is shown by the run's console already.
class StdioChannel : public ByteChannel {
public:
    /// Says on stderr how to leave.
    StdioChannel();

    std::string_view name() const override { return "stdio"; }
    int descriptor() const override;
    std::string receive() override;
    void send(std::string_view bytes) override;
    bool ended() const override { return ended_; }
    bool quit() const override { return escape_.quit(); }

private:
    RawMode raw_;
    EscapeFilter escape_;
    bool ended_ = false;
};

} // namespace stavp::terminal
