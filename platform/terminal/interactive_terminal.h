#pragma once

#include "platform/run/guest_terminal.h"
#include "platform/terminal/byte_channel.h"
#include "platform/terminal/recording.h"

#include <deque>
#include <memory>
#include <string>

namespace stavp::terminal {

/// Input by the host's clock, from a channel, recorded where asked for.
class InteractiveTerminal : public GuestTerminal {
public:
    /// `recording`: a file, "" = none.
    InteractiveTerminal(std::unique_ptr<ByteChannel> channel, const std::string& recording);
    ~InteractiveTerminal() override;

    std::string_view name() const override { return channel_->name(); }
    bool interactive() const override { return true; }
    std::optional<std::uint8_t> next() override;
    void put(char character) override;
    bool look(std::uint64_t time_ps) override;
    void wait(int other) override;
    bool ended() const override { return channel_->ended() && waiting_.empty(); }
    bool quit() const override { return channel_->quit(); }

private:
    void flush();

    std::unique_ptr<ByteChannel> channel_;
    std::optional<RecordingWriter> recording_;
    std::deque<std::uint8_t> waiting_;
    std::string out_;
};

} // namespace stavp::terminal
