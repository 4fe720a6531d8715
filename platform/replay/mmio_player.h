#pragma once

#include "platform/replay/expected_interrupts.h"
#include "platform/run/host_stand_in.h"
#include "platform/trace/mmio/mmio_reader.h"

#include <cstddef>
#include <string>

namespace stavp::replay {

/// Plays the host's part of a trace against a machine whose processor stands still: each of its bus accesses at the
/// time at which it began, and before them the bytes that it had stored. Answers, their times and interrupts are
/// compared with the trace's.
class MmioPlayer : public HostStandIn {
public:
    /// `name` is the trace's, for messages; `trace` outlives the player.
    MmioPlayer(std::string name, const trace::MmioTrace& trace);

    void connect(Soc& soc) override;
    std::uint64_t end_ps() const override;
    std::string finish() override;

    std::size_t accesses() const { return accesses_; }
    std::size_t interrupts() const { return interrupts_.seen(); }

private:
    void play();
    void store(const trace::MmioLine& line, unsigned number);
    void sleep_until(std::uint64_t end_ps);
    void access(const trace::MmioLine& line, unsigned number);
    void differ(unsigned line, const std::string& text);

    std::string name_;
    const trace::MmioTrace& trace_;
    ExpectedInterrupts interrupts_;
    Soc* soc_ = nullptr;
    std::size_t next_ = 0; ///< first line that has not been played
    std::size_t accesses_ = 0;
    std::size_t differences_ = 0;
    std::string first_difference_;
};

} // namespace stavp::replay
