#pragma once

#include "platform/run/guest_terminal.h"
#include "platform/terminal/recording.h"

#include <deque>
#include <string>

namespace stavp::terminal {

/// Input that was recorded with --uart-record, at the same simulated times: the same run again.
class ReplayTerminal : public GuestTerminal {
public:
    /// Throws InputError for what is no recording.
    explicit ReplayTerminal(const std::string& file) : to_come_(read_recording(file)) {}

    std::string_view name() const override { return "replay"; }
    bool interactive() const override { return false; }
    std::optional<std::uint8_t> next() override;
    void put(char /*character*/) override {}
    bool look(std::uint64_t time_ps) override;
    std::optional<std::uint64_t> looks_again_ps() const override;
    void wait(int /*other*/) override {}
    bool ended() const override { return to_come_.empty() && waiting_.empty(); }

private:
    std::deque<RecordedInput> to_come_;
    std::deque<std::uint8_t> waiting_;
};

} // namespace stavp::terminal
