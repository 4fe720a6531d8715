#pragma once

#include "platform/run/guest_terminal.h"

#include <string>

namespace stavp::terminal {

/// stdin that is no terminal: a file or a pipe. Its characters come as if all of them had been there from the start,
/// so that when they come to the guest depends on nothing on the host: simulation stands still while the next one is
/// awaited.
class PipeTerminal : public GuestTerminal {
public:
    std::string_view name() const override { return "stdio"; }
    bool interactive() const override { return false; }
    std::optional<std::uint8_t> next() override;
    void put(char /*character*/) override {}
    bool look(std::uint64_t /*time_ps*/) override { return false; }
    void wait(int /*other*/) override {}
    bool ended() const override { return ended_; }

private:
    void fill();

    std::string bytes_;
    std::size_t taken_ = 0;
    bool ended_ = false;
};

} // namespace stavp::terminal
