#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stavp {

/// What the guest's UART is connected to, seen from the simulation.
class GuestTerminal {
public:
    virtual ~GuestTerminal() = default;

    /// For the summary: "stdio", "pty", ...
    virtual std::string_view name() const = 0;
    /// Input arrives by the host's clock, so that two runs need not be equal.
    virtual bool interactive() const = 0;
    /// The next character for the guest; nothing: there is none now. May block the host where not interactive.
    virtual std::optional<std::uint8_t> next() = 0;
    virtual void put(char character) = 0;

    /// Between two pieces of simulation, when all is done that is due at this time. Passes on output and takes in what
    /// has arrived; true: next() has something again.
    virtual bool look(std::uint64_t time_ps) = 0;
    /// The simulation is to stop and look at this time, though no event may be due.
    virtual std::optional<std::uint64_t> looks_again_ps() const { return std::nullopt; }
    /// Blocks the host until there may be input, or `other` (if not -1) has something to read; at most a moment.
    virtual void wait(int other) = 0;
    /// Nothing will ever come again.
    virtual bool ended() const = 0;
    /// The user wants the run to end.
    virtual bool quit() const { return false; }
};

/// How a run's UART was connected, for its summary.
struct UartReport {
    std::string terminal;
    bool interactive = false;
    std::uint64_t received = 0; ///< characters that the guest's receiver took
};

} // namespace stavp
